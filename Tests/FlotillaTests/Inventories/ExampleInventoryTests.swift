import FleetCore
import FleetDocuments
import Flotilla
import Foundation
import Testing

@Suite("The inventories that come with the program", .timeLimit(.minutes(1)))
struct ExampleInventoryTests {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "inventories").path

    private func load(_ names: String...) async throws -> Inventory {
        var wish = RunWish()
        wish.inventories = names.map { "\(ExampleInventoryTests.folder)/\($0)" }
        return try await RunPlanner().inventory(for: wish)
    }

    @Test("are Ansible's, with files of variables beside it")
    func ansible() async throws {
        let inventory = try await load("ansible.yaml")
        #expect(inventory.hosts.count == 8)
        #expect(inventory.warnings.isEmpty)
        let main = try #require(inventory.host(named: "main.db.example.com"))
        #expect(main.machine == Machine(address: "192.0.2.21"))
        #expect(main.settings.connectTimeout?.value == .seconds(20))
        #expect(main.vars["role"]?.value == .text("primary"))
        for host in inventory.hosts {
            #expect(inventory.refusals(of: host, settings: host.settings).isEmpty)
        }
    }

    @Test("are a program, that prints its hosts with their addresses")
    func program() async throws {
        let inventory = try await load("dynamic")
        #expect(inventory.hosts(ofGroup: "web")?.map(\.address) == ["192.0.2.51", "192.0.2.52"])
        #expect(inventory.hosts.count == 3)
    }

    @Test("go together, and into one folder")
    func together() async throws {
        let inventory = try await load("ansible.yaml", "example.yaml")
        #expect(inventory.script(named: "preflight") != nil)
        let all = try await load("")
        #expect(all.hosts.count == 18)
        #expect(all.scripts.count == 1)
    }
}
