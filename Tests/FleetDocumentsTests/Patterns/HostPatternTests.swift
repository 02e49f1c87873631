import FleetCore
import FleetDocuments
import Testing

@Suite("A pattern of hosts")
struct HostPatternTests {
    private static let text = """
        groups:
          web: { hosts: ["web[1:4]"] }
          prod: { groups: [web], hosts: [db1] }
          db: { hosts: ["db[1:2]"] }
        hosts:
          lone.example.com:
          "::1":
        """

    private func hosts(_ patterns: String...) throws -> [String] {
        let inventory = try Inventory.parse(HostPatternTests.text)
        return try HostPattern(patterns).hosts(in: inventory).map(\.id.name)
    }

    private static let all = [
        "web1", "web2", "web3", "web4", "db1", "db2", "lone.example.com", "::1",
    ]

    @Test(
        "chooses as in Ansible",
        arguments: [
            ("all", all), ("*", all), ("web1", ["web1"]),
            ("web", ["web1", "web2", "web3", "web4"]),
            ("db:web1", ["db1", "db2", "web1"]), ("web1,db2", ["web1", "db2"]),
            ("web2:web", ["web2", "web1", "web3", "web4"]),
            ("prod", ["db1", "web1", "web2", "web3", "web4"]),
            ("db:&prod", ["db1"]), ("&prod:db", ["db1"]), ("prod:!web", ["db1"]),
            ("!web3:web", ["web1", "web2", "web4"]),
            ("!web:!db", ["lone.example.com", "::1"]), ("&db", ["db1", "db2"]),
            ("web:!web1:!web*2", ["web3", "web4"]),
            ("web:!nothing*", ["web1", "web2", "web3", "web4"]),
            ("web[0]", ["web1"]), ("web[-1]", ["web4"]), ("web[1:2]", ["web2", "web3"]),
            ("web[2:]", ["web3", "web4"]), ("web[2:9]", ["web3", "web4"]),
            ("web[1-2]", ["web2", "web3"]),
            ("web:!web[0]", ["web2", "web3", "web4"]), ("web?[0:1]", ["web1", "web2"]),
            ("web[!1]", ["web2", "web3", "web4"]), ("w*:&~.*[13]", ["web1", "web3"]),
            ("*.example.com", ["lone.example.com"]), ("d*", ["db1", "db2"]),
            ("ungrouped", ["lone.example.com", "::1"]), ("::1", ["::1"]),
            ("web1,::1", ["web1", "::1"]),
            ("~web[12]", ["web1", "web2"]), ("~(web|db)2$", ["web2", "db2"]),
            ("~web\\d{1,2}:!web4", ["web1", "web2", "web3"]), ("~.*1", ["web1", "db1", "::1"]),
            ("~d(?P<n>b)2", ["db2"]), (" web1 , db1 ", ["web1", "db1"]),
            ("web3,", ["web3"]), ("web1:web1,web1", ["web1"]),
        ])
    func chooses(pattern: String, names: [String]) throws {
        #expect(try hosts(pattern) == names)
    }

    @Test("given twice chooses together")
    func twice() throws {
        #expect(try hosts("web", "!web1", "&prod") == ["web2", "web3", "web4"])
    }

    @Test(
        "that chooses nothing says which part, and what to do",
        arguments: [
            (
                "wbe",
                "pattern 'wbe': no host or group has that name; did you mean 'web'? [pattern.unknown-name]"
            ),
            (
                "web:!dbb",
                "pattern 'dbb': no host or group has that name; did you mean 'db'? [pattern.unknown-name]"
            ),
            (
                "&lone.exampel.com",
                "pattern 'lone.exampel.com': no host or group has that name; did you mean 'lone.example.com'? [pattern.unknown-name]"
            ),
            (
                "zzzzzz",
                "pattern 'zzzzzz': no host or group has that name; see them with 'flotilla hosts' [pattern.unknown-name]"
            ),
            (
                "x*",
                "pattern 'x*': it matches no host and no group; see them with 'flotilla hosts' [pattern.unknown-name]"
            ),
            (
                "~eb",
                "pattern '~eb': it matches no host and no group; see them with 'flotilla hosts' [pattern.unknown-name]"
            ),
            (
                "WE*",
                "pattern 'WE*': it matches no host and no group; see them with 'flotilla hosts' [pattern.unknown-name]"
            ),
            (
                "web:!web",
                "pattern 'web:!web': no host is left; see all hosts with 'flotilla hosts' [pattern.no-hosts]"
            ),
            (
                "web[7]",
                "pattern 'web[7]': it has 4 hosts, counted from 0; choose one of them [pattern.bad-subscript]"
            ),
            ("", "pattern '': it chooses nothing; write a host, a group or all [pattern.empty]"),
            (
                " , :",
                "pattern ' , :': it chooses nothing; write a host, a group or all [pattern.empty]"
            ),
            (
                "web:!",
                "pattern '!': nothing stands behind it; write a host or a group [pattern.empty]"
            ),
            (
                "@/nonexistent",
                "pattern '@/nonexistent': there is no such file; check the path [pattern.unreadable-file]"
            ),
        ])
    func tells(pattern: String, message: String) {
        let error = #expect(throws: PatternError.self) { try hosts(pattern) }
        #expect(error?.description == message)
    }

    @Test(
        "with a bad regular expression is refused before any host is looked at",
        arguments: ["~(", "~[", "~*"])
    func badRegex(pattern: String) {
        let error = #expect(throws: PatternError.self) { try HostPattern(pattern) }
        #expect(error?.code == .badRegex)
    }

    @Test("in a file has a part a line; comments and empty lines are none")
    func file() throws {
        try withTemporaryFolder { folder in
            let file = try folder.file("hosts", "web1\n# web2\r\n\n  web3:web4\n!web3")
            #expect(try hosts("@\(file)") == ["web1", "web4"])
            #expect(try hosts("@\(file),db2") == ["web1", "web4", "db2"])
            let empty = try folder.file("none", "# nothing\n")
            #expect(throws: PatternError.self) { try hosts("@\(empty)") }
        }
    }

    @Test("of a glob with many stars ends soon")
    func manyStars() throws {
        let name = String(repeating: "a", count: 250)
        let inventory = try Inventory.parse("hosts: [\(name)]")
        let pattern = try HostPattern(String(repeating: "*a", count: 100) + "b*")
        #expect(throws: PatternError.self) { try pattern.hosts(in: inventory) }
    }

    @Test(
        "of operators alone, a great many of them, is split soon", .timeLimit(.minutes(1)),
        arguments: ["!", "&"])
    func manyOperators(operation: String) throws {
        // Where the first other character is looked for at each, this takes hours.
        _ = try HostPattern("web:" + String(repeating: operation, count: 500_000))
    }

    @Test(
        "with a long regular expression of many levels is read or refused, and ends no stack",
        arguments: ["(", "(?:", "[a~~", "[", "a|", "(a*", "\\Q", "(?=", "[a--["])
    func survivesRegex(piece: String) throws {
        let times = 1_000 / piece.utf8.count
        let inventory = try Inventory.parse("hosts: { web1: }")
        // Both ends are good: what matters is that there is one.
        _ = Result {
            try HostPattern("~" + String(repeating: piece, count: times)).hosts(in: inventory)
        }
        let error = #expect(throws: PatternError.self) {
            try HostPattern("~" + String(repeating: piece, count: 65_536 / piece.utf8.count))
        }
        #expect(error?.code == .badRegex)
        #expect(error.map { "\($0)".utf8.count < 300 } == true)
    }
}
