import FleetCore
import FleetDocuments
import Foundation
import Testing

/// Debian's Ansible, asked whether it understands us; absent, these tests are skipped.
private enum Ansible {
    /// Prints the hosts of each pattern, as `--list-hosts` finds them.
    static let chooseHosts = """
        import sys
        from ansible.inventory.manager import InventoryManager
        from ansible.parsing.dataloader import DataLoader
        inventory = InventoryManager(loader=DataLoader(), sources=[sys.argv[1]])
        for pattern in sys.argv[2:]:
            print(" ".join(host.name for host in inventory.get_hosts(pattern)))
        """

    /// Calls `body` with a dynamic inventory that prints `json`, and a way to run programs beside it.
    static func withInventory(
        _ json: String, _ body: (String, (String, [String]) throws -> String) throws -> Void
    ) throws {
        try withTemporaryFolder { folder in
            let data = try folder.file("data.json", json)
            let script = try folder.file("inventory.sh", "#!/bin/sh\nexec cat '\(data)'\n")
            try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: script)
            try body(script) { program, arguments in
                try output(of: program, arguments, in: folder.path)
            }
        }
    }

    private static func output(
        of program: String, _ arguments: [String], in folder: String
    ) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/\(program)")
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.environment = [
            "PATH": "/usr/bin:/bin", "HOME": folder, "LC_ALL": "C.UTF-8",
            "ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED": "1",
        ]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: bytes, as: UTF8.self)
    }
}

@Suite(
    "Ansible, given our JSON as a dynamic inventory",
    .ansible, .timeLimit(.minutes(2)))
struct AnsibleOracleTests {
    @Test("gives the same JSON back")
    func list() throws {
        let json = InventoryJSON(try Inventory.parse(RenderingTests.text)).description
        try Ansible.withInventory(json) { script, output in
            let theirs = try output("ansible-inventory", ["-i", script, "--list"])
            #expect(theirs == json)
        }
    }

    @Test("draws the same graph")
    func graph() throws {
        let inventory = try Inventory.parse(RenderingTests.text)
        try Ansible.withInventory(InventoryJSON(inventory).description) { script, output in
            let graph = try output("ansible-inventory", ["-i", script, "--graph"])
            #expect(GroupGraph(inventory)?.description == graph)
        }
    }

    @Test("chooses the same hosts in the same order by the same patterns")
    func patterns() throws {
        // In the order of the alphabet, for that is how Ansible gets it: JSON's keys are sorted.
        let text = """
            groups:
              app: { hosts: ["app[1:4]"] }
              db: { hosts: ["db[1:2]"] }
              deep: { hosts: [d1, app2] }
              prod: { groups: [app, stage], hosts: [db1] }
              stage: { groups: [deep], hosts: [s1] }
            hosts: { lone.example.com: , x1: }
            """
        let patterns = [
            "prod", "app:db", "app,db", "db:&prod", "&prod:db", "prod:!app", "!app3:app",
            "&db",
            "app[0]", "app[-1]", "app[1:2]", "app[2:]", "prod[0:3]", "app[!1]", "ap*",
            "*.example.com",
            "~app[12]", "~.*1", "~(app|db)2$", "d*", "d*[0]", "d*[1:2]", "prod:!d*", "?1", "[w-x]*",
            "app[1:2]:db", "ungrouped", "app2:app:x1", "ap*:&~.*[13]",
        ]
        // Of all hosts, Ansible gives the ungrouped first; we keep the order of the files.
        let patternsOfAll = ["all", "*", "a*", "!prod", "&a*", "~al"]
        let inventory = try Inventory.parse(text)
        try Ansible.withInventory(InventoryJSON(inventory).description) { script, output in
            let all = patterns + patternsOfAll
            let lines = try output("python3", ["-c", Ansible.chooseHosts, script] + all)
                .split(separator: "\n")
            try #require(lines.count == all.count)
            for (pattern, line) in zip(all, lines) {
                var theirs = line.split(separator: " ").map(String.init)
                var ours = try HostPattern(pattern).hosts(in: inventory).map(\.id.name)
                if patternsOfAll.contains(pattern) {
                    theirs.sort()
                    ours.sort()
                }
                #expect(ours == theirs, "\(pattern)")
            }
        }
    }
}
