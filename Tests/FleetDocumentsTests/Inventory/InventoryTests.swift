import FleetCore
import FleetDocuments
import Testing

@Suite("An inventory in PRODUCT.md's own words")
struct InventoryTests {
    private static let text = """
        defaults: { user: devops, key: ops, fanout: 50, per_host: 1, host_keys: accept-new }
        keys:
          ops:   { file: ~/.ssh/id_ed25519, passphrase: { env: OPS_PASSPHRASE } }
          agent: { agent: true }
        scripts:
          patch:
            { file: scripts/patch.sh, args: [--quiet], env: { LANG: C }, idle_timeout: 5m, on_reboot: expected }
        groups:
          web:  { hosts: ["web[01:40].example.com"], user: deploy, vars: { role: front } }
          prod: { groups: [web, db] }
          db:   { hosts: [db1] }
        hosts:
          db1: { address: 192.168.0.50, port: 2222, user: root, per_host: 2, vars: { role: primary } }
          "lab[1:3]": { address: 127.0.0.1, port: 2201, transport: ssh }
        """

    private static func inventory() throws -> Inventory {
        try Inventory.parse(text, named: "inventories/fleet.yaml", home: "/home/me")
    }

    @Test("has its hosts in the order in which they are named")
    func order() throws {
        let names = try InventoryTests.inventory().hosts.map(\.id.name)
        #expect(names.count == 44)
        #expect(names[0] == "web01.example.com")
        #expect(names[39...] == ["web40.example.com", "db1", "lab1", "lab2", "lab3"])
    }

    @Test("gives each host the nearest settings and variables, and where they are from")
    func nearest() throws {
        let inventory = try InventoryTests.inventory()
        let web = try #require(inventory.host(named: "web07.example.com"))
        #expect(web.settings.user?.value == "deploy")
        #expect(web.settings.user?.place?.description == "inventories/fleet.yaml:9:52")
        #expect(web.settings.keys?.value == ["ops"])
        #expect(web.groups == ["prod", "web"])
        #expect(web.machine == Machine(address: "web07.example.com"))
        let database = try #require(inventory.host(named: "db1"))
        #expect(database.machine == Machine(address: "192.168.0.50", port: 2222))
        #expect(database.settings.perHost?.value == 2)
        #expect(database.vars["role"]?.value == .text("primary"))
        #expect(inventory.host(named: "lab2")?.settings.transport?.value == .ssh)
        #expect(inventory.fleet.fanout?.value == 50)
    }

    @Test("has its scripts, with paths beside the file")
    func scripts() throws {
        let script = try #require(try InventoryTests.inventory().script(named: "patch"))
        #expect(script.file.value == "inventories/scripts/patch.sh")
        #expect(script.arguments == ["--quiet"])
        #expect(script.environment == [EnvironmentVariable(name: "LANG", value: "C")])
        #expect(script.job.policy.onReboot == .expected(within: .seconds(600)))
        #expect(script.job.policy.idleTimeout == .seconds(300))
    }

    @Test("has its keys, with ~ in the operator's home")
    func keys() throws {
        let inventory = try InventoryTests.inventory()
        #expect(
            inventory.key(named: "ops")?.source
                == .file(
                    path: "/home/me/.ssh/id_ed25519", passphrase: .environment("OPS_PASSPHRASE")))
        #expect(inventory.key(named: "agent")?.source == .agent)
    }

    @Test("finds the script that was probably meant")
    func nearScript() throws {
        let inventory = try InventoryTests.inventory()
        #expect(inventory.scriptName(near: "pacth") == "patch")
        #expect(inventory.scriptName(near: "upgrade") == nil)
    }
}
