import FleetCore
import FleetDocuments
import Testing

@Suite("Levels that say different things about a host")
struct PrecedenceTests {
    private func user(_ host: String, in text: String) throws -> String? {
        try Inventory.parse(text).host(named: host)?.settings.user?.value
    }

    private static let levels = """
        defaults: { user: fleet }
        vars: { from: fleet }
        groups:
          outer: { groups: [inner], user: outer, vars: { from: outer } }
          inner: { hosts: [a, b], user: inner, vars: { from: inner } }
          other: { hosts: [b], user: other, vars: { from: other } }
        hosts:
          a: { user: host, vars: { from: host } }
          b:
          c:
        """

    @Test(
        "the host's own win over any group's, a deeper group's over an outer one's, any over the fleet's",
        arguments: [("a", "host"), ("b", "inner"), ("c", "fleet")])
    func nearest(host: String, level: String) throws {
        let inventory = try Inventory.parse(PrecedenceTests.levels)
        let host = try #require(inventory.host(named: host))
        #expect(host.settings.user?.value == level)
        #expect(host.vars["from"]?.value == .text(level))
    }

    @Test("of groups of one depth the last by name wins, as in Ansible")
    func sameDepth() throws {
        let text = """
            groups:
              b: { hosts: [h], user: b }
              a: { hosts: [h], user: a }
              B: { hosts: [h], user: B }
            """
        #expect(try user("h", in: text) == "b")
        #expect(try Inventory.parse(text).host(named: "h")?.groups == ["B", "a", "b"])
    }

    @Test("a group reached on two ways is as deep as the longer one")
    func longestWay() throws {
        let text = """
            groups:
              top: { groups: [middle, leaf] }
              middle: { groups: [leaf], user: middle }
              leaf: { hosts: [h], user: leaf }
            """
        #expect(try user("h", in: text) == "leaf")
        #expect(try Inventory.parse(text).group(named: "leaf")?.depth == 3)
    }

    @Test("a later mention of a host in the file wins key by key")
    func laterMention() throws {
        let text = """
            hosts:
              "web[1:3]": { user: all, port: 1, vars: { a: 1, b: 1 } }
              web2: { user: one, vars: { b: 2 } }
            """
        let host = try #require(try Inventory.parse(text).host(named: "web2"))
        #expect(host.settings.user?.value == "one")
        #expect(host.settings.port?.value == 1)
        #expect(host.vars.all.mapValues(\.value) == ["a": .integer(1), "b": .integer(2)])
    }

    @Test("'none' takes a timeout back that an outer level sets")
    func none() throws {
        let text = """
            defaults: { idle_timeout: 5m, timeout: 1h }
            hosts: { a: { idle_timeout: none } }
            """
        let policy = try #require(try Inventory.parse(text).host(named: "a")).settings.job.policy
        #expect(policy.idleTimeout == nil)
        #expect(policy.timeout == .seconds(3600))
    }
}
