import FleetDocuments
import Testing

@Suite("Files of variables beside an Ansible inventory")
struct VariableFilesTests {
    private static let inventory = """
        all: {vars: {all: in, f: in}}
        web: {hosts: {h: {host: in, g: in}}, vars: {web: in, all2: in, f: in}}
        empty: {vars: {x: 1}}
        """

    private func load(_ files: [String: String], _ body: (Inventory) throws -> Void) throws {
        try withTemporaryFolder { folder in
            let path = try folder.file("i.yaml", VariableFilesTests.inventory)
            for (name, text) in files { try folder.file(name, text) }
            try body(try Inventory.load([path], home: "/"))
        }
    }

    private func value(_ name: String, _ files: [String: String]) throws -> VariableValue? {
        var value: VariableValue?
        try load(files) { value = $0.host(named: "h")?.vars[name]?.value }
        return value
    }

    @Test("win over the inventory: the file of all over a group in it, the host's over all")
    func precedence() throws {
        let files = [
            "group_vars/all.yml": "all: file\nall2: file\nweb: file\nhost: file\nf: all\n",
            "group_vars/web": "f: web\ng: web\n",
            "host_vars/h.json": #"{"g": "host"}"#,
        ]
        try load(files) { inventory in
            let vars = try #require(inventory.host(named: "h")).vars
            let all = vars.all.mapValues(\.value)
            #expect(
                all == [
                    "all": .text("file"), "all2": .text("file"), "web": .text("file"),
                    "host": .text("in"), "f": .text("web"), "g": .text("host"),
                ])
            #expect(vars["f"]?.place?.description.hasSuffix("/group_vars/web:1:1") == true)
        }
    }

    @Test(
        "of several names for one group only the first is read",
        arguments: [
            (["web", "web.yml", "web.yaml", "web.json"], "web"),
            (["web.yml", "web.yaml", "web.json"], "web.yml"),
            (["web.yaml", "web.json"], "web.yaml"),
            (["web/a.yml", "web.yml"], "web/a.yml"), (["web.txt"], nil), (["Web"], nil),
        ] as [([String], String?)])
    func endings(names: [String], read: String?) throws {
        let files = names.map { ("group_vars/\($0)", "n: '\($0)'") }
        // JSON is YAML here: the texts are in single quotes.
        #expect(
            try value("n", Dictionary(uniqueKeysWithValues: files)) == read.map { .text($0) })
    }

    @Test(
        "in a folder are read in the order of their names, folders in it too, hidden ones and others not"
    )
    func folder() throws {
        let files = [
            "group_vars/web/10": "n: ten", "group_vars/web/9.yml": "n: nine\nm: 9",
            "group_vars/web/9.d/x": "m: dotted", "group_vars/web/deep/a.json": #"{"d": 1e3}"#,
            "group_vars/web/z.txt": "n: text", "group_vars/web/z~": "n: backup",
            "group_vars/web/.z": "n: hidden",
        ]
        #expect(try value("n", files) == .text("nine"))
        #expect(try value("m", files) == .integer(9))
        #expect(try value("d", files) == .number(1000))
    }

    @Test("of a group without hosts are not opened")
    func emptyGroup() throws {
        try load(["group_vars/empty": "[", "group_vars/nobody": "["]) { inventory in
            #expect(inventory.hosts.count == 1)
        }
    }

    @Test("that are empty say nothing", arguments: ["", "# nothing", "[]", "~", "{}"])
    func nothing(text: String) throws {
        #expect(try value("web", ["group_vars/web": text]) == .text("in"))
    }

    @Test(
        "are refused with their place where they can't be read",
        arguments: [
            ("a: [", "1:5", "a value is missing"),
            ("[a]", "1:1", "a file of variables must be a mapping, not a list"),
            (
                "$ANSIBLE_VAULT;1.1;AES256\n6162", "1:1",
                "ansible-vault has encrypted this file, and only Ansible can open it"
            ),
        ])
    func refused(text: String, position: String, problem: String) {
        let error = #expect(throws: InventoryError.self) {
            try load(["host_vars/h.yml": text]) { _ in }
        }
        #expect(error?.diagnostics.map(\.problem) == [problem])
        #expect(error?.description.contains("/host_vars/h.yml:\(position): ") == true)
    }

    @Test("are for Ansible inventories only")
    func native() throws {
        try withTemporaryFolder { folder in
            let path = try folder.file("fleet.yaml", "hosts: {h: }")
            try folder.file("host_vars/h", "x: 1")
            #expect(try Inventory.load([path], home: "/").hosts[0].vars.isEmpty)
        }
    }
}
