import FleetCore
import FleetDocuments
import FleetReport
import FleetYAML
import Foundation

/// Readers of what an operator, or a program of theirs, writes.
extension Parser {
    static let documents: [Parser] = [
        yaml, json, inventory, playbook, inventoryProgram, pattern, list,
    ]

    private static let marks = [
        "[", "]", "{", "}", ": ", "- ", ",", "\n", "\r", "\t", " ", "*a", "&a ", "!", "!!int ", "'",
        "\"", "|\n", ">\n", "#", "%YAML 1.1\n", "\\", "\u{1b}", "\u{feff}", "é", "😀", "[0:1]",
        "[a:c:2]", "[01:999999]", "---\n", "...\n", "<<: *a", "? ", "~", "9999999999999999999", "-",
        "/", "0x", "1:30", "2001-12-14", "1e999", ".inf", "\\ud83d\\ude00", "\\u0000",
    ]
    private static let keys = [
        "defaults: ", "keys: ", "scripts: ", "groups: ", "hosts: ", "vars: ", "all:\n",
        "children: ",
        "address: ", "port: ", "user: ", "key: ", "file: ", "env: ", "passphrase: ", "prompt: true",
        "timeout: ", "fanout: ", "on_reboot: ", "ansible_host: ", "ansible_port: ",
        "ansible_ssh_common_args: \"-o \"", "!vault ", "!unsafe ", "steps:\n", "- run: ",
        "serial: ",
        "when: ", "push: ", "fetch: ", "_meta: ", "hostvars: ",
    ]

    private static let yaml = Parser(
        "yaml", samples: Sample.yaml + Sample.ansible, wholes: Sample.wholes, words: marks
    ) { input, random in
        var limits = YAMLLimits()
        limits.depth = 1 + random.below(64)
        limits.nodes = 1 + random.below(10_000)
        let document = YAMLDocument(parsing: input, limits: limits)
        guard let root = document.root else {
            let isPlaced = document.faults.allSatisfy { $0.mark.line > 0 }
            return .refused.unless(isPlaced ? nil : "a fault has no place")
        }
        let size = Tree.size(of: root)
        if size.depth > limits.depth + 1 {
            return .wrong("\(size.depth) of \(limits.depth) levels")
        }
        if size.nodes > limits.nodes { return .wrong("\(size.nodes) of \(limits.nodes) values") }
        return document.faults.isEmpty ? .accepted : .refused
    }

    private static let json = Parser(
        "json", samples: Sample.json, wholes: [Sample.program],
        words: marks + ["true", "null", "NaN", "-Infinity", "1e3", "\\u", "{\"a\":", "[["]
    ) { input, _ in
        guard let first = JSONDocument(parsing: input) else { return .refused }
        let printed = Tree.json(of: first.root)
        guard let second = JSONDocument(parsing: printed) else {
            return .wrong("what is printed is no JSON")
        }
        let isSame = Tree.json(of: second.root) == printed
        return .accepted.unless(isSame ? nil : "printed and read, it is another")
    }

    private static let inventory = Parser(
        "inventory", samples: Sample.inventories + Sample.ansible, wholes: Sample.wholes,
        words: marks + keys
    ) { input, random in
        let text = String(decoding: input, as: UTF8.self)
        return verdict(&random) { () throws(InventoryError) in try Inventory.parse(text) }
    }

    /// What comes of an inventory that `read` gives.
    private static func verdict(
        _ random: inout SplitMix, _ read: () throws(InventoryError) -> Inventory
    ) -> Verdict {
        do throws(InventoryError) {
            let inventory = try read()
            for host in inventory.hosts where host.id.name.contains("/") || host.id.name == ".." {
                return .wrong("a host is called '\(host.id)'")
            }
            // A listing takes many times as long as the reading of it.
            guard random.below(dearCheckIn) == 0 else { return .accepted }
            let listing = Array(InventoryJSON(inventory).description.utf8)
            let isJSON = JSONDocument(parsing: listing) != nil
            return .accepted.unless(isJSON ? nil : "its listing is no JSON")
        } catch {
            return .refused.unless(danger(in: error, &random))
        }
    }

    /// One in so many results is looked at where that takes longer than the reading.
    private static let dearCheckIn = 8

    /// What of a message a terminal must not get.
    private static func danger(
        in error: some CustomStringConvertible, _ random: inout SplitMix
    ) -> String? {
        random.below(dearCheckIn) == 0 ? TerminalDanger.found(in: error.description.utf8) : nil
    }

    private static let playbook = Parser(
        "playbook", samples: Sample.playbooks, wholes: Sample.wholePlaybooks, words: marks + keys
    ) { input, random in
        do throws(PlaybookError) {
            _ = try Playbook.parse(String(decoding: input, as: UTF8.self))
            return .accepted
        } catch {
            return .refused.unless(danger(in: error, &random))
        }
    }

    private static let inventoryProgram = Parser(
        "program", samples: Sample.programs + Sample.ansible,
        wholes: [Sample.program] + Sample.wholes, words: marks + keys
    ) { input, _ in
        let hosts = ProgramOutput(list: input).hostsToAsk
        if Set(hosts).count != hosts.count { return .wrong("a host is asked for twice") }
        return hosts.isEmpty ? .refused : .accepted
    }

    private static let pattern = Parser(
        "pattern",
        samples: [
            "web", "web:db", "web:&prod:!web3", "web*", "web[0:2]", "~web[12]", "*,!db[a:f]", "all",
            "web[1:9]:!web[2:3]", "db1", "prod[-1]", "ungrouped", "w?b1:&web", "prod,web[0]",
        ],
        words: marks + [":&", ":!", "~", "*", "?", "[1:]", "[-1]", "(", "+", "web", "prod"]
    ) { input, random in
        // An `@` would have it read files of this machine.
        let text = String(decoding: input.filter { $0 != UInt8(ascii: "@") }, as: UTF8.self)
        do throws(PatternError) {
            let pattern = try HostPattern(text)
            // How long a regular expression takes is its writer's business.
            guard !text.contains("~") else { return .accepted }
            let hosts = try pattern.hosts(in: someHosts).map(\.id)
            let isSet = Set(hosts).count == hosts.count
            return .accepted.unless(isSet ? nil : "a host is chosen twice")
        } catch {
            return .refused.unless(danger(in: error, &random))
        }
    }

    private static let someHosts: Inventory = {
        do throws(InventoryError) {
            return try Inventory.parse(
                "groups: { web: { hosts: ['web[1:9]'] }, db: { hosts: [db1] }, prod: { groups: [web] } }"
            )
        } catch {
            preconditionFailure("\(error)")
        }
    }()

    private static let list = Parser(
        "hosts",
        samples: [
            "web1,web2:2222,", "web[01:05].example.com:22,[::1]:22", "user@a,b", "10.0.0.[1:3]",
            "root@db[a:c]:2222", "[fe80::1%eth0]:22", "a-b_c.d , e", "w[0:4:2]x[1:2]",
        ],
        words: marks + ["[1:2]", "[a:b]", "::1", ":65536", ",", "@", ":22"]
    ) { input, random in
        let text = String(decoding: input, as: UTF8.self)
        return verdict(&random) { () throws(InventoryError) in
            try Inventory.load([text + ","], home: "/home/me")
        }
    }
}
