import FleetCore
import FleetDocuments
import Foundation
import Testing

@Suite("What an inventory program prints")
struct AnsibleProgramTests {
    private func load(_ list: String, hosts: [String: String] = [:]) throws -> Inventory {
        try withTemporaryFolderResult { folder in
            let path = try folder.file("program", "#!/bin/sh\n")
            try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
            var output = ProgramOutput(list: Array(list.utf8))
            output.hosts = hosts.mapValues { Array($0.utf8) }
            return try Inventory.load([path], outputs: [path: output], home: "/")
        }
    }

    private func withTemporaryFolderResult<Value>(
        _ body: (TemporaryFolder) throws -> Value
    ) throws -> Value {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        return try body(folder)
    }

    @Test("is groups of hosts, and all their variables at once")
    func meta() throws {
        let inventory = try load(
            """
            {"_meta": {"hostvars": {"w1": {"ansible_host": "10.0.0.1", "x": 1e3}, "nobody": {"y": 1}}},
             "web": {"hosts": ["w1"], "vars": {"z": true}, "children": ["deep"]}}
            """)
        #expect(inventory.hosts.map(\.id.name) == ["w1"])
        #expect(inventory.hosts[0].address == "10.0.0.1")
        #expect(
            inventory.hosts[0].vars.all.mapValues(\.value) == [
                "ansible_host": .text("10.0.0.1"), "x": .number(1000), "z": .boolean(true),
            ])
        #expect(inventory.group(named: "web")?.children == ["deep"])
    }

    @Test("may be a group as a list, and a host as a mapping of its variables")
    func short() throws {
        let inventory = try load(#"{"web": ["w1", "w2"], "lone": {"x": 1}}"#)
        #expect(inventory.hosts(ofGroup: "web")?.map(\.id.name) == ["w1", "w2"])
        #expect(inventory.hosts(ofGroup: "lone")?.map(\.id.name) == ["lone"])
        #expect(inventory.host(named: "lone")?.vars["x"]?.value == .integer(1))
    }

    @Test("is asked for again, host by host, only where it has no _meta")
    func hostByHost() throws {
        let list = #"{"web": ["w1", "w2"], "db": {"hosts": ["w1", "d1"]}}"#
        #expect(ProgramOutput(list: Array(list.utf8)).hostsToAsk == ["w1", "w2", "d1"])
        let meta = #"{"web": ["w1"], "_meta": {}}"#
        #expect(ProgramOutput(list: Array(meta.utf8)).hostsToAsk.isEmpty)
        let inventory = try load(list, hosts: ["w1": #"{"x": 1}"#, "w2": "{}", "d1": ""])
        #expect(inventory.host(named: "w1")?.vars["x"]?.value == .integer(1))
        #expect(inventory.host(named: "w2")?.vars.isEmpty == true)
    }

    @Test(
        "may be any inventory in YAML",
        arguments: [
            "hosts: {h1: {port: 7}}", "all: {hosts: {h1: {ansible_port: 7}}}",
            "web: {hosts: {'h1:7': }}",
        ])
    func yaml(text: String) throws {
        #expect(ProgramOutput(list: Array(text.utf8)).hostsToAsk.isEmpty)
        let hosts = try load(text).hosts
        #expect(hosts.map(\.machine) == [Machine(address: "h1", port: 7)])
    }

    @Test(
        "is refused with its place in the output",
        arguments: [
            (#"{"web": {"hosts": "w1"}, "_meta": {}}"#, "1:9"), (#"{"web": [5]}"#, "1:10"),
            (#"{"_meta": {"hostvars": {"w": [1]}}, "web": ["w"]}"#, "1:30"),
            (#"{"web": ["w1]}"#, "1:10"),
            (#"{"web": ["a b"]}"#, "1:10"),
        ])
    func refuses(list: String, position: String) throws {
        let error = #expect(throws: InventoryError.self) { try load(list) }
        #expect(error?.diagnostics.count == 1)
        #expect(
            error?.diagnostics.first?.place.description.hasSuffix("program --list:\(position)")
                == true)
    }
}

@Suite(
    "Inventory programs made up, run by Ansible and read by us", .ansible, .timeLimit(.minutes(5)))
struct AnsibleProgramDifferentialTests {
    @Test("print the same to both: hosts, groups, variables, or are refused")
    func agree() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        var random = SeededGenerator(seed: 7)
        var outputs: [String] = []
        var questions: [AnsibleOracle.Question] = []
        for index in 0..<150 {
            outputs.append(AnsibleProgramDifferentialTests.output(&random))
            let data = try folder.file("\(index).json", outputs[index])
            let script = try folder.file("\(index)/program", "#!/bin/sh\nexec cat '\(data)'\n")
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o700], ofItemAtPath: script)
            questions.append(.init(sources: [script], patterns: []))
        }
        let answers = try await AnsibleOracle.ask(questions, in: folder.path, plugins: "script")
        #expect(answers.contains { $0.list != nil } && answers.contains { $0.list == nil })
        for (index, answer) in answers.enumerated() {
            let path = questions[index].sources[0]
            var ours: String?
            do throws(InventoryError) {
                let output = ProgramOutput(list: Array(outputs[index].utf8))
                ours =
                    InventoryJSON(
                        try Inventory.load([path], outputs: [path: output], home: "/")
                    ).description
            } catch {}
            #expect(ours == answer.list, "\(outputs[index])")
        }
    }

    private static func output(_ random: inout SeededGenerator) -> String {
        func one<Item>(_ items: [Item]) -> Item { items.randomElement(using: &random) ?? items[0] }
        let values = [
            "1", "1e3", "\"x\"", "null", "[true]", "{\"a\": 1}", "\"\\ud83d\\ude00\"", "-0.0",
        ]
        var members = [
            "\"_meta\": {\"hostvars\": {\"h1\": {\"a\": \(one(values))}, \"h2\": {\"b\": \(one(values))}, \"no\": {}}}"
        ]
        var named: Set<String> = []
        for _ in 0..<Int.random(in: 1...5, using: &random) {
            let group = one(["web", "db", "app", "all", "ungrouped", "lone"])
            guard named.insert(group).inserted else { continue }
            let hosts = "[\(one(["", "\"h1\"", "\"h2\", \"h1\"", "\"h3\"", "\"10.0.0.1\""]))]"
            let children =
                group == "ungrouped" ? "[]" : one(["[]", "[\"db\"]", "[\"app\", \"db\"]"])
            let priority = one(["", ", \"ansible_group_priority\": 3"])
            let full =
                "{\"hosts\": \(hosts), \"vars\": {\"a\": \(one(values))\(priority)}, \"children\": \(children)}"
            members.append(
                "\"\(group)\": "
                    + one([
                        full, full, full, hosts, "{\"children\": \(children)}",
                        "{\"hosts\": \(hosts)}",
                        "{\"hosts\": \"h1\"}",
                    ]))
        }
        return "{\(members.shuffled(using: &random).joined(separator: ", "))}"
    }
}
