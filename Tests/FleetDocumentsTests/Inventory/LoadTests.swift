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
                try Inventory.load([first, second, missing], home: "/")
            }
            #expect(
                error?.diagnostics.map(\.code) == [.unknownGroup, .unknownKey, .unreadable])
            #expect(error?.diagnostics.first?.line != nil)
        }
    }

    @Test("that aren't there say so")
    func notFiles() throws {
        try withTemporaryFolder { folder in
            let locked = try folder.file("locked", "hosts: {}")
            let error = #expect(throws: InventoryError.self) {
                try Inventory.load(["\(locked)/x", "\(folder.path)/none"], home: "/")
            }
            #expect(
                error?.diagnostics.map(\.problem) == [
                    "this file can't be read (Not a directory)", "there is no such file",
                ])
        }
    }

    @Test("of both kinds merge: a host's own settings, Ansible's variables, groups, defaults")
    func bothKinds() throws {
        try withTemporaryFolder { folder in
            let ansible = try folder.file(
                "ansible.yaml",
                """
                web: {hosts: {w1: {ansible_user: ansible, ansible_port: 1, x: 1}, w2: }, vars: {y: 1}}
                """)
            let native = try folder.file(
                "fleet.yaml",
                """
                defaults: { user: default, per_host: 3 }
                scripts: { patch: { file: patch.sh } }
                groups: { web: { hosts: [w3], user: group, vars: { y: 2 } } }
                hosts: { w1: { port: 2, vars: { x: 2 } } }
                """)
            let inventory = try Inventory.load([ansible, native], home: "/")
            let hosts = inventory.hosts
            #expect(hosts.map(\.id.name) == ["w1", "w2", "w3"])
            #expect(hosts.map(\.settings.user?.value) == ["ansible", "group", "group"])
            #expect(hosts.map(\.port) == [2, 22, 22])
            #expect(hosts.map(\.settings.perHost?.value) == [3, 3, 3])
            #expect(hosts[0].vars["x"]?.value == .integer(2))
            #expect(hosts.map { $0.vars["y"]?.value } == [.integer(2), .integer(2), .integer(2)])
            #expect(inventory.script(named: "patch") != nil)
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
