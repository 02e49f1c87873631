import FleetCore
import FleetDocuments
import Testing

@Suite("An Ansible inventory")
struct AnsibleInventoryTests {
    private func parse(_ text: String) throws -> Inventory { try Inventory.parse(text) }

    private func names(_ text: String, group: String) throws -> [String]? {
        try parse(text).hosts(ofGroup: group)?.map(\.id.name)
    }

    @Test(
        "is told from one of our own by its keys",
        arguments: [
            ("all: {hosts: {a: }}", true), ("web: {hosts: {a: }}", true),
            ("web: {vars: {x: 1}}", true), ("all:", true), ("all: {}\nkeys: {hosts: {a: }}", true),
            ("hosts: {a: }", false), ("groups: {web: {hosts: [a]}}", false),
            ("{\"all\": {\"hosts\": {\"a\": {}}}}", true),
        ])
    func isTold(text: String, isAnsible: Bool) throws {
        #expect(try parse(text).readsAnsible == isAnsible)
    }

    @Test("has groups of groups; those in none are in all, as hosts in none are ungrouped")
    func structure() throws {
        let text = """
            prod: {children: {web: {hosts: {w1: , w2: }}, db: }}
            all: {children: {lab: {hosts: {l1: }}, web: }, hosts: {x1: }}
            ungrouped: {hosts: {y1: , w1: }}
            """
        let inventory = try parse(text)
        #expect(inventory.groups.map(\.name) == ["prod", "web", "db", "lab"])
        #expect(inventory.group(named: "web")?.depth == 2)
        #expect(inventory.ungrouped.map(\.name) == ["y1", "x1"])
        #expect(try names(text, group: "prod") == ["w1", "w2"])
        // What `all` names comes first, also a group that is in another one.
        #expect(
            GroupGraph(inventory)?.description == """
                @all:
                  |--@ungrouped:
                  |  |--y1
                  |  |--x1
                  |--@lab:
                  |  |--l1
                  |--@web:
                  |  |--w1
                  |  |--w2
                  |--@prod:
                  |  |--@web:
                  |  |  |--w1
                  |  |  |--w2
                  |  |--@db:

                """)
    }

    @Test("may name one host, child or variable without a mapping")
    func texts() throws {
        let inventory = try parse("all: {hosts: h1, children: g, vars: v}")
        #expect(inventory.hosts.map(\.id.name) == ["h1"])
        #expect(inventory.groups.map(\.name) == ["g"])
        #expect(inventory.host(named: "h1")?.vars["v"]?.value == .null)
    }

    @Test(
        "has hosts that add up where they are listed again: the later variable wins, mappings as a whole"
    )
    func again() throws {
        let text = """
            a: {hosts: {h: {x: 1, m: {p: 1}}}}
            b: {hosts: {h: {x: 2, m: {q: 2}, y: 3}}}
            """
        let vars = try #require(try parse(text).host(named: "h")).vars
        #expect(vars["x"]?.value == .integer(2))
        #expect(vars["m"]?.value == .mapping(["q": .integer(2)]))
        #expect(vars["x"]?.place?.description == "fleet.yaml:2:17")
    }

    @Test(
        "takes a port behind a name for a variable of a new host",
        arguments: [
            ("h:2222", "h", 2222), ("[::1]:22", "::1", 22), ("[h]:22", "h", 22),
            ("10.0.0.1:1", "10.0.0.1", 1),
            ("fe80::1", "fe80::1", nil), ("h:0", "h", nil),
        ] as [(String, String, Int?)])
    func ports(key: String, name: String, port: Int?) throws {
        let inventory = try parse("all: {hosts: {'\(key)': }}")
        #expect(inventory.hosts.map(\.id.name) == [name])
        #expect(inventory.hosts[0].vars["ansible_port"]?.value == port.map { .integer($0) })
        #expect(inventory.hosts[0].port == port.map(UInt16.init) ?? 22)
    }

    @Test("has ports for ranges, and a variable wins over them")
    func rangePorts() throws {
        let text = "all: {hosts: {'p[1:2]:22': {ansible_port: 23}, 'q[1:2]:24': , 'q1:99': }}"
        #expect(try parse(text).hosts.map(\.port) == [23, 23, 24, 24])
    }

    @Test("orders groups by depth, then priority, then name; the last one wins")
    func order() throws {
        let text = """
            a: {hosts: {h: }, vars: {x: a, y: a, z: a, ansible_group_priority: 10}}
            z: {hosts: {h: }, vars: {x: z, y: z}, children: {in: {hosts: {h: }, vars: {y: in}}}}
            all: {vars: {x: all, w: all}}
            """
        let vars = try #require(try parse(text).host(named: "h")).vars
        let values = vars.all.mapValues(\.value)
        #expect(
            values == ["x": .text("a"), "y": .text("in"), "z": .text("a"), "w": .text("all")])
    }

    @Test("gives the variables of ungrouped to hosts in no group, and to no others")
    func ungroupedVariables() throws {
        let text =
            "all: {hosts: {a: }, children: {g: {hosts: {b: }}}}\nungrouped: {hosts: {b: }, vars: {u: 1}}"
        let inventory = try parse(text)
        #expect(inventory.host(named: "a")?.vars["u"]?.value == .integer(1))
        #expect(inventory.host(named: "b")?.vars["u"] == nil)
    }

    @Test("may have a host with a group's name: chosen it is the host, taken out the group")
    func clash() throws {
        let inventory = try parse("web: {hosts: {web: , w1: }}\ndb: {hosts: {w1: }}")
        #expect(try HostPattern("web").hosts(in: inventory).map(\.id.name) == ["web"])
        #expect(try HostPattern("db:&web").hosts(in: inventory).map(\.id.name) == ["w1"])
        // Ansible looks for the name among the groups first.
        let vars = try parse("web: {hosts: {web: {x: 1}, w1: }}").host(named: "w1")?.vars
        #expect(vars?["x"]?.value == .integer(1))
    }

    @Test("of keys that come twice keeps the last")
    func twice() throws {
        let text = "web: {hosts: {a: {x: 1, x: 2}}}\nweb: {hosts: {b: }}"
        #expect(try parse(text).hosts.map(\.id.name) == ["b"])
    }

    @Test("passes over what isn't a group's, and says so in a check")
    func passesOver() throws {
        try withTemporaryFolder { folder in
            let file = try folder.file("i.yaml", "web: {hosts: {a: }, junk: {}}\nrest: 5\n")
            let check = InventoryCheck([file], home: "/")
            #expect(check.isGood)
            #expect(
                check.warnings.map(\.problem) == [
                    "a group has no key 'junk'", "group 'rest' must be a mapping, not a text",
                ])
            #expect(
                check.description.hasPrefix("1 host, 1 group, 0 scripts, 0 keys\npassed over: "))
        }
    }

    @Test(
        "is refused with a place where Ansible refuses it",
        arguments: [
            ("all: {hosts: [a]}", "1:14", "'hosts' of group 'all' must be a mapping, not a list"),
            ("all: {hosts: {a: 5}}", "1:18", "host 'a' must be a mapping, not a text"),
            (
                "all: {hosts: {5: }}", "1:15",
                "YAML doesn't take '5' for a text, as the name of a host must be"
            ),
            (
                "all: {}\non: {}", "2:1",
                "YAML doesn't take 'on' for a text, as the name of a group must be"
            ),
            ("all: {children: {a: 5}}", "1:21", "group 'a' must be a mapping, not a text"),
            (
                "all: {vars: {a: 2001-02-30}}", "1:17",
                "'2001-02-30' has the form of a date, and there is no such"
            ),
            ("all: {vars: {a: !foo b}}", "1:17", "the tag '!foo' can't be read here"),
            (
                "a: {children: {b: {children: {a: }}}}", "1:31",
                "group 'a' contains itself: a > b > a"
            ),
            ("all: {hosts: {'w[1-3]': }}", "1:15", "'[1-3]' is not a range"),
            (
                "a: {hosts: {h: }, vars: {ansible_group_priority: x}}", "1:26",
                "'ansible_group_priority' must be a whole number"
            ),
            ("all: {}\n---\nb: 1", "2:1", "a second document begins here"),
        ])
    func refuses(text: String, position: String, problem: String) {
        let error = #expect(throws: InventoryError.self) { try parse(text) }
        #expect(error?.diagnostics.map(\.problem) == [problem])
        #expect(error?.diagnostics.first?.place.description == "fleet.yaml:\(position)")
    }

    @Test("keeps what is encrypted, and its templates, as they stand")
    func opaque() throws {
        let text = "all: {hosts: {h: {v: !vault abc, u: !unsafe '{{ x }}', t: '{{ y }}'}}}"
        let vars = try #require(try parse(text).host(named: "h")).vars
        #expect(vars["v"]?.value == .vault("abc"))
        #expect(vars["u"]?.value == .unsafe("{{ x }}"))
        #expect(vars["t"]?.value == .text("{{ y }}"))
    }
}

@Suite("Where Ansible guesses or breaks, an Ansible inventory")
struct AnsibleDifferenceTests {
    @Test(
        "is refused",
        arguments: [
            ("all: {hosts: {'w[9:1]': }}", "'[9:1]' counts down"),
            (
                "all: {hosts: {'w[ab:cd]': }}",
                "'[ab:cd]' has ends that are neither numbers nor single letters"
            ),
            ("all: {hosts: {-a: }}", "'-a' can't be the name of a host"),
            ("all: {hosts: {all: }}", "a host can't be called 'all'"),
            (
                "g: {hosts: {h: }, children: {ungrouped: }}",
                "'ungrouped' holds the hosts that are in no group"
            ),
            (
                "ungrouped: {hosts: {h: }, children: {g: }}",
                "'ungrouped' holds the hosts that are in no group"
            ),
            ("g: {hosts: {h: }, children: {h: 5}}", "group 'h' must be a mapping, not a text"),
            ("all: {vars: {a: !!set {b: }}}", "the tag '!!set' can't be read here"),
            ("all: {vars: {'': 1}}", "a key must be a text"),
        ])
    func refused(text: String, problem: String) {
        let error = #expect(throws: InventoryError.self) { try Inventory.parse(text) }
        #expect(error?.diagnostics.map(\.problem) == [problem])
    }

    @Test(
        "keeps a value",
        arguments: [
            ("=", .text("=")), ("0b_", .text("0b_")),
            ("12345678901234567890", .text("12345678901234567890")),
            ("{1: a, yes: b}", .mapping(["1": .text("a"), "true": .text("b")])),
            ("!unsafe [[a]]", .list([.list([.unsafe("a")])])),
        ] as [(String, VariableValue)])
    func keeps(written: String, value: VariableValue) throws {
        let inventory = try Inventory.parse("all: {vars: {x: \(written)}}")
        #expect(inventory.vars["x"]?.value == value)
    }

    @Test("leaves an ungrouped host what it is, whatever group has its name")
    func ungrouped() throws {
        let inventory = try Inventory.parse("web: {hosts: {w1: }}\nall: {hosts: {web: }}")
        #expect(inventory.ungrouped.map(\.name) == ["web"])
        #expect(inventory.hosts(ofGroup: "ungrouped")?.map(\.id.name) == ["web"])
    }

    @Test("has all hosts in the order of the file, and a group's breadth first")
    func order() throws {
        let text = """
            top: {children: {a: {children: {c: {hosts: {h1: }}}}, b: {hosts: {h2: }}}, hosts: {h3: }}
            all: {hosts: {h0: }}
            """
        let inventory = try Inventory.parse(text)
        #expect(inventory.hosts.map(\.id.name) == ["h1", "h2", "h3", "h0"])
        #expect(inventory.hosts(ofGroup: "top")?.map(\.id.name) == ["h3", "h2", "h1"])
    }
}
