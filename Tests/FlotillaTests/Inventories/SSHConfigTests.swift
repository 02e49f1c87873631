import FleetCore
import FleetDocuments
import FleetRecord
import ProcessTransport
import Testing

@testable import Flotilla

@Suite("What ssh is configured to do", .sshClient, .timeLimit(.minutes(1)))
struct SSHConfigTests {
    /// The plan for `ssh`'s configuration `config` and hosts of `inventory`.
    private func plan(
        _ config: String, _ inventory: String, change: (inout RunWish) -> Void = { _ in }
    ) async throws -> RunPlan {
        let home = try Scratch()
        try home.write(config, to: ".ssh/config")
        try home.write("no key", to: ".ssh/special")
        var planner = RunPlanner()
        planner.home = home.path
        planner.user = "me"
        planner.environment["SSH_AUTH_SOCK"] = nil
        var wish = RunWish()
        wish.inventories = [try home.write(inventory, to: "fleet.yaml")]
        wish.steps = [.command("true")]
        change(&wish)
        return try await planner.plan(wish)
    }

    private static let config = """
        Host web*
          HostName 10.0.0.9
          Port 2200
          User deploy
          StrictHostKeyChecking yes
          UserKnownHostsFile /tmp/none
          ConnectTimeout 7
        Host other
          User someone
        """

    @Test("holds for a host about which the inventory says nothing")
    func holds() async throws {
        let plan = try await plan(SSHConfigTests.config, "hosts: {web1: , db1: }")
        #expect(plan.hosts[0].machine == Machine(address: "10.0.0.9", port: 2200))
        #expect(plan.hosts[0].user == "deploy")
        #expect(plan.hosts[1].machine == Machine(address: "db1", port: 22))
        #expect(plan.hosts[1].user == "me")
    }

    @Test("is below what the inventory and the command line say")
    func below() async throws {
        let plan = try await plan(
            SSHConfigTests.config, "hosts: {web1: {address: 10.1.1.1, port: 7}, other: }"
        ) { wish in wish.host.user = Placed("typed") }
        #expect(plan.hosts[0].machine == Machine(address: "10.1.1.1", port: 7))
        #expect(plan.hosts.map(\.user) == ["typed", "typed"])
    }

    @Test("is asked by the address that one would type")
    func address() async throws {
        let plan = try await plan(
            "Host 10.1.1.1\n  User by-address\n", "hosts: {x: {address: 10.1.1.1}}")
        #expect(plan.hosts[0].user == "by-address")
    }

    @Test("is not asked where the inventory or the command line doesn't want it")
    func off() async throws {
        let inventory = "hosts: {web1: {ssh_config: false}, web2: }"
        let plan = try await plan(SSHConfigTests.config, inventory)
        #expect(plan.hosts.map(\.machine.port) == [22, 2200])
        let none = try await self.plan(SSHConfigTests.config, inventory) { wish in
            wish.host.sshConfig = Placed(false)
        }
        #expect(none.hosts.map(\.machine.port) == [22, 22])
    }

    private static let byProgram = "Host c\n  HostName 10.0.0.9\n  ProxyCommand nc %h %p\n"

    @Test("of programs that connect is for the system's ssh, under the name that one would type")
    func proxyCommand() async throws {
        let plan = try await plan(SSHConfigTests.byProgram, "hosts: {c: {user: u}, d: }")
        #expect(plan.hosts.map(\.requested.transport) == ["openssh", nil])
        #expect(plan.hosts[0].requested.sshName == "c")
        #expect(plan.hosts[0].requested.isBehindProxy == true)
        guard case .openssh(let endpoint) = plan.hosts[0].way else {
            return #expect(Bool(false), "another way")
        }
        #expect(endpoint.configuredName == "c")
        #expect(endpoint.machine == Machine(address: "10.0.0.9"))
        guard case .auto(.some) = plan.hosts[1].way else {
            return #expect(Bool(false), "another way")
        }
    }

    @Test("of jumps is ssh's own affair where it connects, unless the inventory says otherwise")
    func proxyJump() async throws {
        let plan = try await plan(
            "Host a b c\n  ProxyJump gate\n",
            "defaults: {transport: openssh}\nhosts: {a: , b: {jump: none}, c: {jump: a}, gate: }")
        let ways = plan.hosts.map { host -> String? in
            guard case .openssh(let endpoint) = host.way else { return "another way" }
            return endpoint.proxyCommand
        }
        #expect(ways[0] == nil && ways[1] == "none" && ways[3] == nil)
        #expect(ways[2]?.contains("-W") == true)
        #expect(plan.hosts.map(\.requested.isBehindProxy) == [true, nil, nil, nil])
    }

    @Test("of programs that connect is refused where Flotilla's own SSH is wanted")
    func proxyCommandOfSSH() async throws {
        let error = await #expect(throws: PlanError.self) {
            try await plan(SSHConfigTests.byProgram, "hosts: {c: {transport: ssh}}")
        }
        #expect(error?.mistakes.map(\.code) == [.needsOpenSSH])
        #expect(error?.description.contains("'nc %h %p'") == true)
    }

    @Test("that ssh can't read is told")
    func broken() async throws {
        let error = await #expect(throws: PlanError.self) {
            try await plan("Host x\n  NoSuchOption yes\n", "hosts: {a: }")
        }
        #expect(error?.mistakes.map(\.code) == [.sshConfig])
        #expect(error?.description.lowercased().contains("nosuchoption") == true)
    }

    @Test("may name a key, which is read like one of the inventory's")
    func key() async throws {
        let config = "IdentityFile ~/.ssh/none\nIdentityFile %d/.ssh/special\n"
        let error = await #expect(throws: (any Error).self) {
            try await plan(config, "hosts: {a: }")
        }
        // The file holds no key, and that is told: so it was opened.
        #expect(
            "\(error.map { "\($0)" } ?? "")".contains(
                "/.ssh/special: the file holds no private key"))
    }

    @Test("hasn't to say anything")
    func silent() async throws {
        let plan = try await plan("# nothing\n", "hosts: {a: {user: u}}")
        #expect(plan.hosts.map(\.user) == ["u"])
        #expect(plan.hosts[0].machine == Machine(address: "a", port: 22))
    }
}
