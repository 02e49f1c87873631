import FleetCore
import FleetDocuments
import FleetRecord
import Flotilla
import Foundation
import Testing

@Suite("The way through jump hosts", .sshClient, .timeLimit(.minutes(1)))
struct JumpPlanTests {
    /// The jump hosts on the way to each host, as `user@machine`, as the run's folder would hold them.
    private func ways(
        _ inventory: String, config: String = "", change: (inout RunWish) -> Void = { _ in }
    ) async throws -> [String: [String]] {
        let home = try Scratch()
        try home.write(config, to: ".ssh/config")
        var planner = RunPlanner()
        planner.home = home.path
        planner.user = "me"
        planner.environment["SSH_AUTH_SOCK"] = nil
        var wish = RunWish()
        wish.inventories = [try home.write(inventory, to: "fleet.yaml")]
        wish.steps = [.command("true")]
        change(&wish)
        let plan = try await planner.plan(wish)
        return Dictionary(
            uniqueKeysWithValues: plan.hosts.map { host in
                (host.id.name, host.jumps.map { "\($0.user)@\($0.machine)" })
            })
    }

    @Test("is by hosts of the inventory, as they say themselves, or by what one would type")
    func words() async throws {
        let ways = try await ways(
            """
            defaults: { user: fleet }
            hosts:
              b1: { address: 10.0.0.1, port: 2222, user: hop }
              a: { jump: b1 }
              b: { jump: "root@192.0.2.9:22,b1" }
              c: { jump: [192.0.2.7, "someone@[fd00::1]:99"] }
            """)
        #expect(ways["a"] == ["hop@10.0.0.1:2222"])
        #expect(ways["b"] == ["root@192.0.2.9", "hop@10.0.0.1:2222"])
        #expect(ways["c"] == ["fleet@192.0.2.7", "someone@[fd00::1]:99"])
        #expect(ways["b1"] == [])
    }

    @Test("is not by a host itself, though its group's jump holds for it as well")
    func itself() async throws {
        let ways = try await ways(
            """
            groups:
              inside:
                jump: [b1, b2]
                hosts: [b1, b2, a, n]
            hosts: { n: { jump: none } }
            """)
        #expect(ways["a"] == ["me@b1", "me@b2"])
        #expect(ways["b1"] == [])
        #expect(ways["b2"] == ["me@b1"])
        #expect(ways["n"] == [])
    }

    @Test("goes on by the jumps of the first")
    func further() async throws {
        let ways = try await ways("hosts: { a: {jump: b}, b: {jump: c}, c: {jump: root@d} }")
        #expect(ways["a"] == ["root@d", "me@c", "me@b"])
    }

    @Test("is what ssh is configured to do, and below what the command line says")
    func sshConfig() async throws {
        let config = "Host b\n  User hop\n  HostName 10.0.0.9\nHost *\n  ProxyJump b\n"
        #expect(try await ways("hosts: {a: }", config: config)["a"] == ["hop@10.0.0.9"])
        let typed = try await ways("hosts: {a: }", config: config) { wish in
            wish.host.jump = Placed(["none"])
            wish.host.user = Placed("typed")
        }
        #expect(typed["a"] == [])
    }

    @Test("is refused where it goes round in a circle or names no host")
    func mistakes() async throws {
        let error = await #expect(throws: PlanError.self) {
            try await ways("hosts: { a: {jump: b}, b: {jump: a}, c: {jump: 'x:y:z'} }")
        }
        #expect(error?.mistakes.map(\.code) == [.badValue, .badValue, .badValue])
        #expect(error?.description.contains("(a through b through a)") == true)
        #expect(error?.description.contains("'x:y:z' is no jump host") == true)
        #expect(error?.description.contains("fleet.yaml:1") == true)
    }
}
