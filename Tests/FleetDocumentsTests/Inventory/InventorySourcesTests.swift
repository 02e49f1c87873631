import FleetCore
import FleetDocuments
import Foundation
import Testing

@Suite("What -i names")
struct InventorySourcesTests {
    private func program(_ text: String, in folder: TemporaryFolder, mode: Int) throws -> String {
        let path = try folder.file("program", text)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        return path
    }

    @Test("is a list of hosts where it holds a comma, else a path")
    func lists() throws {
        try withTemporaryFolder { folder in
            let file = try folder.file("f.yaml", "hosts: {}")
            let sources = InventorySources(named: ["a,b", file, "\(folder.path)/none"])
            #expect(sources.all == [.hosts("a,b"), .file(file), .file("\(folder.path)/none")])
        }
    }

    @Test("is a program where it begins like one and may be run; a file that may be run is a file")
    func programs() throws {
        try withTemporaryFolder { folder in
            let script = try program("#!/bin/sh\n", in: folder, mode: 0o700)
            #expect(InventorySources(named: [script]).programs == [script])
            let locked = try program("#!/bin/sh\n", in: folder, mode: 0o600)
            #expect(InventorySources(named: [locked]).all == [.lockedProgram(locked)])
            let yaml = try program("hosts: {}\n", in: folder, mode: 0o700)
            #expect(InventorySources(named: [yaml]).all == [.file(yaml)])
            let binary = try program("\u{7f}ELF", in: folder, mode: 0o700)
            #expect(InventorySources(named: [binary]).programs == [binary])
        }
    }

    @Test("is not run where others may change it")
    func strangersPrograms() throws {
        try withTemporaryFolder { folder in
            let path = try program("#!/bin/sh\n", in: folder, mode: 0o777)
            #expect(InventorySources(named: [path]).all == [.strangersProgram(path)])
            #expect(InventorySources(named: [path]).programs.isEmpty)
            let error = #expect(throws: InventoryError.self) {
                try Inventory.load([path], home: "/")
            }
            #expect(error?.description.contains("others may change") == true)
        }
    }

    @Test("ends where links in a folder lead back into it")
    func rings() throws {
        try withTemporaryFolder { folder in
            try folder.file("a.yaml", "web: { hosts: { w1: } }")
            try folder.file("group_vars/web/x.yaml", "x: 1")
            for link in ["one", "two", "group_vars/web/one", "group_vars/web/two"] {
                try FileManager.default.createSymbolicLink(
                    atPath: "\(folder.path)/\(link)", withDestinationPath: ".")
            }
            #expect(InventorySources(named: [folder.path]).all == [.file("\(folder.path)/a.yaml")])
            let inventory = try Inventory.load([folder.path], home: "/")
            #expect(inventory.host(named: "w1")?.vars.all["x"]?.value == .integer(1))
        }
    }

    @Test("is no folder and no file where it holds a NUL, which would cut it")
    func namesWithNUL() {
        #expect(InventorySources(named: ["/\0x"]).all == [.file("/\0x")])
        let error = #expect(throws: InventoryError.self) {
            try Inventory.load(["/etc/passwd\0.yaml"], home: "/")
        }
        #expect(error?.description.contains("there is no such file") == true)
    }

    @Test("is all that is in a folder and its folders, in the order of names, by Ansible's rules")
    func folders() throws {
        try withTemporaryFolder { folder in
            let names = [
                "b.yaml", "a", "10.yml", "9.json", "sub/x.yaml", "sub/deep/y", ".hidden.yaml",
                "old.bak",
                "n.txt", "r.md", "x.ini", "b.yaml~", "c.cfg", "host_vars/h.yml",
                "group_vars/all.yml",
                "sub/group_vars/g", "scripts/run.sh",
            ]
            for name in names { try folder.file(name, "hosts: {}") }
            let found = InventorySources(named: [folder.path]).all
            let read = ["10.yml", "9.json", "a", "b.yaml", "sub/deep/y", "sub/x.yaml"]
            #expect(found == read.map { .file("\(folder.path)/\($0)") })
        }
    }

    @Test("merges what a folder holds; the variables beside are those of the folder")
    func mergesFolder() throws {
        try withTemporaryFolder { folder in
            try folder.file("1.yaml", "web: {hosts: {w1: {x: 1}}, vars: {y: in}}")
            try folder.file("2.yaml", "hosts: {w1: {port: 7}, w2: }")
            try folder.file("sub/3.yaml", "web: {hosts: {w1: {x: 3}, w3: }}")
            try folder.file("group_vars/web", "y: file")
            try folder.file("sub/group_vars/web", "y: never")
            let inventory = try Inventory.load([folder.path], home: "/")
            #expect(inventory.hosts.map(\.id.name) == ["w1", "w2", "w3"])
            let host = try #require(inventory.host(named: "w1"))
            #expect(host.vars.all.mapValues(\.value) == ["x": .integer(3), "y": .text("file")])
            #expect(host.port == 7)
        }
    }

    @Test("says what is wrong with a folder without inventories, and with programs")
    func mistakes() throws {
        try withTemporaryFolder { folder in
            let script = try program("#!/bin/sh\n", in: folder, mode: 0o700)
            let empty = "\(folder.path)/empty"
            try folder.file("empty/.keep", "")
            let error = #expect(throws: InventoryError.self) {
                try Inventory.load([script, empty], home: "/")
            }
            #expect(
                error?.diagnostics.map(\.problem) == [
                    "this is a program, and it was not run", "this folder holds no inventory",
                ])
        }
    }
}
