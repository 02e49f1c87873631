import FleetCore
import FleetDocuments
import Flotilla
import Testing

@Suite("A plan for hosts of an Ansible inventory", .timeLimit(.minutes(1)))
struct AnsiblePlanTests {
    private static let inventory = """
        web: {hosts: {w1: , w2: }, vars: {ansible_user: '{{ user }}'}}
        vms: {hosts: {v1: {ansible_host: !vault abc}}}
        db: {hosts: {d1: {ansible_host: 127.0.0.1, ansible_port: 7, role: primary}}, vars: {ansible_user: ops}}
        """

    private func plan(
        _ limit: String, change: (inout RunWish) -> Void = { _ in }
    ) async throws -> RunPlan {
        let home = try Scratch()
        var planner = RunPlanner()
        planner.home = home.path
        var wish = RunWish()
        wish.inventories = [try home.write(AnsiblePlanTests.inventory, to: "ansible.yaml")]
        wish.limits = [limit]
        wish.steps = [.command("true")]
        wish.host.sshConfig = Placed(false)
        change(&wish)
        return try await planner.plan(wish)
    }

    @Test("goes by its variables, whatever other hosts lack")
    func goesBy() async throws {
        let host = try #require(try await plan("db").hosts.first)
        #expect(host.machine == Machine(address: "127.0.0.1", port: 7))
        #expect(host.user == "ops")
    }

    @Test("is refused where a chosen host needs what only Ansible knows, each told once")
    func refused() async throws {
        let error = await #expect(throws: PlanError.self) { try await plan("all") }
        #expect(error?.mistakes.map(\.code) == [.notYet, .notYet])
        let lines = error?.mistakes.map(\.message) ?? []
        #expect(
            lines.first?.hasSuffix(
                "ansible.yaml:1:35: host 'w1' and 1 more: 'ansible_user' is a template, which only "
                    + "Ansible can fill in; write the value itself") == true)
        #expect(
            lines.last?.contains("ansible.yaml:2:20: host 'v1': 'ansible_host' is encrypted")
                == true)
    }

    @Test("needs no template for what the command line says")
    func typed() async throws {
        let plan = try await plan("web") { $0.host.user = Placed("me") }
        #expect(plan.hosts.map(\.user) == ["me", "me"])
    }
}
