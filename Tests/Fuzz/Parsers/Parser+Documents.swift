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
        "\"", "|\n", ">\n", "#", "%YAML 1.1\n", "\\", "\u{1b}", "\u{feff}", "é", "😀", "[0:9]",
        "[a:z:2]", "[01:999999]", "---\n", "...\n", "<<: *a", "? ", "~", "9999999999999999999", "-",
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
        "yaml", samples: Sample.inventories + Sample.playbooks, words: marks
    ) { input, random in
        var limits = YAMLLimits()
        limits.depth = 1 + random.below(64)
        limits.nodes = 1 + random.below(10_000)
        let document = YAMLDocument(parsing: input, limits: limits)
        guard let root = document.root else {
            return document.faults.allSatisfy { $0.mark.line > 0 } ? nil : "a fault has no place"
        }
        let size = Tree.size(of: root)
        if size.depth > limits.depth + 1 { return "\(size.depth) levels, of \(limits.depth)" }
        return size.nodes > limits.nodes ? "\(size.nodes) values, of \(limits.nodes)" : nil
    }

    private static let json = Parser(
        "json", samples: [Sample.program, #"{"a":[1,-2.5e3,true,null,"\ud83d\ude00\/"]}"#],
        words: marks + ["true", "null", "NaN", "-Infinity", "1e3", "\\u", "{\"a\":", "[["]
    ) { input, _ in
        guard let first = JSONDocument(parsing: input) else { return nil }
        let printed = Tree.json(of: first.root)
        guard let second = JSONDocument(parsing: printed) else {
            return "what is printed is no JSON"
        }
        return Tree.json(of: second.root) == printed ? nil : "printed and read, it is another"
    }

    private static let inventory = Parser(
        "inventory", samples: Sample.inventories, words: marks + keys
    ) { input, _ in
        do throws(InventoryError) {
            let text = String(decoding: input, as: UTF8.self)
            return inventoryComplaint(try Inventory.parse(text))
        } catch {
            return TerminalDanger.found(in: error.description.utf8)
        }
    }

    private static func inventoryComplaint(_ inventory: Inventory) -> String? {
        let listing = Array(InventoryJSON(inventory).description.utf8)
        guard JSONDocument(parsing: listing) != nil else { return "its listing is no JSON" }
        for host in inventory.hosts where host.id.name.contains("/") || host.id.name == ".." {
            return "a host is called '\(host.id)'"
        }
        return nil
    }

    private static let playbook = Parser(
        "playbook", samples: Sample.playbooks, words: marks + keys
    ) { input, _ in
        do throws(PlaybookError) {
            _ = try Playbook.parse(String(decoding: input, as: UTF8.self))
            return nil
        } catch {
            return TerminalDanger.found(in: error.description.utf8)
        }
    }

    private static let inventoryProgram = Parser(
        "program", samples: [Sample.program] + Sample.inventories, words: marks + keys
    ) { input, _ in
        let hosts = ProgramOutput(list: input).hostsToAsk
        return Set(hosts).count == hosts.count ? nil : "a host is asked for twice"
    }

    private static let pattern = Parser(
        "pattern",
        samples: [
            "web", "web:db", "web:&prod:!web3", "web*", "web[0:2]", "~web[12]", "*,!db[a:f]",
        ],
        words: marks + [":&", ":!", "~", "*", "?", "[1:]", "[-1]", "(", "+"]
    ) { input, _ in
        // An `@` would have it read files of this machine.
        let text = String(decoding: input.filter { $0 != UInt8(ascii: "@") }, as: UTF8.self)
        do throws(PatternError) {
            let pattern = try HostPattern(text)
            // How long a regular expression takes is its writer's business.
            return text.contains("~") ? nil : choiceComplaint(try pattern.hosts(in: someHosts))
        } catch {
            return TerminalDanger.found(in: error.description.utf8)
        }
    }

    private static func choiceComplaint(_ hosts: [InventoryHost]) -> String? {
        Set(hosts.map(\.id)).count == hosts.count ? nil : "a host is chosen twice"
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
        "hosts", samples: ["web1,web2:2222,", "web[01:50].example.com:22,[::1]:22", "user@a,b"],
        words: marks + ["[1:9]", "[a:f]", "::1", ":65536", ","]
    ) { input, _ in
        let text = String(decoding: input, as: UTF8.self)
        do throws(InventoryError) {
            return inventoryComplaint(try Inventory.load([text + ","], home: "/home/me"))
        } catch {
            return TerminalDanger.found(in: error.description.utf8)
        }
    }
}
