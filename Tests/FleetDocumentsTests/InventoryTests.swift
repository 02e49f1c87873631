import FleetCore
import FleetDocuments
import Testing

@Suite("An inventory in PRODUCT.md's own words")
struct InventoryTests {
    static let text = """
        defaults: { user: devops, key: ops, fanout: 50, per_host: 1, host_keys: accept-new }
        keys:
          ops:   { file: ~/.ssh/id_ed25519, passphrase: { env: OPS_PASSPHRASE } }
          agent: { agent: true }
        scripts:
          patch: { file: scripts/patch.sh, args: [--quiet], env: { LANG: C }, idle_timeout: 5m, on_reboot: expected }
        groups:
          web:  { hosts: ["web[01:40].example.com"], user: deploy, vars: { role: front } }
          prod: { groups: [web, db] }
          db:   { hosts: [db1] }
        hosts:
          db1: { address: 192.168.0.50, port: 2222, user: root, per_host: 2, vars: { role: primary } }
          "lab[1:3]": { address: 127.0.0.1, port: 2201, transport: ssh }
        """

    @Test("has every host with the nearest settings")
    func resolves() throws {
        let inventory = try Inventory.parse(
            InventoryTests.text, named: "inventories/fleet.yaml", home: "/home/me")
        #expect(inventory.hosts.count == 44)
        let web = try #require(inventory.host(named: "web07.example.com"))
        #expect(web.settings.user?.value == "deploy")
        #expect(web.settings.keys?.value == ["ops"])
        #expect(web.groups == ["prod", "web"])
        let database = try #require(inventory.host(named: "db1"))
        #expect(database.machine.description == "192.168.0.50:2222")
        #expect(database.vars["role"]?.value == .text("primary"))
        let script = try #require(inventory.script(named: "patch"))
        #expect(script.file.value == "inventories/scripts/patch.sh")
        #expect(script.job.policy.onReboot == .expected(within: .seconds(600)))
        #expect(
            inventory.key(named: "ops")?.source
                == .file(
                    path: "/home/me/.ssh/id_ed25519", passphrase: .environment("OPS_PASSPHRASE")))
    }
}
