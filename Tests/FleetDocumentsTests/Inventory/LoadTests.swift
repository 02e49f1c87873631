import FleetCore
import FleetDocuments
import Foundation
import Testing

@Suite("Several inventories")
struct LoadTests {
    @Test("merge: a later one wins setting by setting, and groups add up")
    func merges() throws {
        try withTemporaryFolder { folder in
            let first = try folder.file(
                "a.yaml",
                """
                defaults: { user: a, port: 1 }
                keys: { k: { file: one, passphrase: { prompt: true } } }
                groups: { g: { hosts: [h1], user: a, vars: { x: 1, y: 1 } } }
                hosts: { h1: { port: 7 } }
                """)
            let second = try folder.file(
                "b.yaml",
                """
                defaults: { user: b }
                keys: { k: { file: two } }
                groups: { g: { hosts: [h2], vars: { y: 2 } }, top: { groups: [g] } }
                hosts: { h1: { address: 10.0.0.1 } }
                """)
            let inventory = try Inventory.load([first, second], home: "/home/me")
            #expect(inventory.defaults.user?.value == "b")
            #expect(inventory.defaults.port?.value == 1)
            #expect(
                inventory.keys.map(\.source) == [.file(path: "\(folder.path)/two", passphrase: nil)]
            )
            #expect(inventory.hosts(ofGroup: "g")?.map(\.id.name) == ["h1", "h2"])
            let host = try #require(inventory.host(named: "h1"))
            #expect(host.machine == Machine(address: "10.0.0.1", port: 7))
            #expect(host.settings.user?.place?.file == first)
            #expect(host.settings.address?.place?.file == second)
            #expect(host.vars.all.mapValues(\.value) == ["x": .integer(1), "y": .integer(2)])
            #expect(host.groups == ["top", "g"])
        }
    }

    @Test("tell the mistakes of all of them, file by file, each with its line")
    func mistakesOfAll() throws {
        try withTemporaryFolder { folder in
            let first = try folder.file("a.yaml", "groups: { g: { groups: [later, never] } }")
            let second = try folder.file("b.yaml", "groups: { later: { prt: 1 } }")
            let missing = "\(folder.path)/c.yaml"
            let error = #expect(throws: InventoryError.self) {
                try Inventory.load([first, second, missing, folder.path], home: "/")
            }
            #expect(
                error?.diagnostics.map(\.code) == [
                    .unknownGroup, .unknownKey, .unreadable, .unreadable,
                ])
            #expect(error?.diagnostics.first?.line != nil)
        }
    }

    @Test("that aren't files say so")
    func notFiles() throws {
        try withTemporaryFolder { folder in
            let locked = try folder.file("locked", "hosts: {}")
            let error = #expect(throws: InventoryError.self) {
                try Inventory.load([folder.path, "\(locked)/x", "\(folder.path)/none"], home: "/")
            }
            #expect(
                error?.diagnostics.map(\.problem) == [
                    "this is a folder", "this file can't be read (Not a directory)",
                    "there is no such file",
                ])
        }
    }
}

@Suite("A list of hosts in place of a file")
struct HostListTests {
    private func load(_ list: String) throws -> Inventory { try Inventory.load([list], home: "/") }

    @Test("takes users, ports, ranges and IPv6")
    func takes() throws {
        let inventory = try load("web1,web2:2222, root@db[1:2]:22 ,[::1]:23,fe80::2,")
        #expect(inventory.hosts.map(\.id.name) == ["web1", "web2", "db1", "db2", "::1", "fe80::2"])
        #expect(inventory.hosts.map(\.port) == [22, 2222, 22, 22, 23, 22])
        #expect(
            inventory.hosts.map(\.settings.user?.value) == [nil, nil, "root", "root", nil, nil])
    }

    @Test("needs no more than its comma")
    func one() throws {
        #expect(try load("web1,").hosts.map(\.id.name) == ["web1"])
    }

    @Test(
        "tells its mistakes with their column",
        arguments: [
            ("web1,@x", 6), ("a:b,", 1), ("a,b:0", 3), ("a, b:99999", 4), ("a,-x", 3), ("x[1:,", 1),
        ])
    func mistakes(list: String, column: Int) {
        let error = #expect(throws: InventoryError.self) { try load(list) }
        #expect(error?.diagnostics.map(\.place.description) == ["-i:1:\(column)"])
        #expect(error?.diagnostics.first?.line == list)
    }
}
