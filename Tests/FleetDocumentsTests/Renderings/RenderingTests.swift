import FleetDocuments
import Testing

@Suite("An inventory as people and programs read it")
struct RenderingTests {
    static let text = """
        defaults: { user: ops, key: [agent, id] }
        keys: { agent: { agent: true }, id: { file: /keys/id } }
        vars: { dc: north }
        groups:
          web: { hosts: ["web[1:2]"], vars: { role: front, ports: [80, 443], deep: { a: 1.5, b: ~ } } }
          prod: { groups: [web, db] }
          db: { hosts: [db1] }
          empty:
        hosts:
          db1: { address: 10.0.0.1, port: 2222, user: root, become: true, vars: { quote: "a\\"b\\n\\t\\e日" } }
          lone:
        """

    @Test("is a table with aligned columns")
    func table() throws {
        let hosts = try Inventory.parse(RenderingTests.text).hosts
        #expect(
            HostTable(hosts).description == """
                HOST  ADDRESS        USER  GROUPS
                web1  web1           ops   prod,web
                web2  web2           ops   prod,web
                db1   10.0.0.1:2222  root  prod,db
                lone  lone           ops   -

                """)
    }

    @Test("is a tree in the form of ansible-inventory --graph")
    func graph() throws {
        let inventory = try Inventory.parse(RenderingTests.text)
        #expect(
            GroupGraph(inventory)?.description == """
                @all:
                  |--@ungrouped:
                  |  |--lone
                  |--@prod:
                  |  |--@web:
                  |  |  |--web1
                  |  |  |--web2
                  |  |--@db:
                  |  |  |--db1
                  |--@empty:

                """)
        #expect(GroupGraph(inventory, root: "db")?.description == "@db:\n  |--db1\n")
        #expect(GroupGraph(inventory, root: "dbb") == nil)
    }

    @Test("is a tree of bounded size, however the groups share their children")
    func boundedGraph() throws {
        var text = "groups:\n  a0: { hosts: [h] }\n  b0: { hosts: [h] }\n"
        for level in 1...30 {
            text += "  a\(level): { groups: [a\(level - 1), b\(level - 1)] }\n"
            text += "  b\(level): { groups: [a\(level - 1), b\(level - 1)] }\n"
        }
        let graph = try #require(GroupGraph(try Inventory.parse(text)))
        #expect(graph.description.utf8.count { $0 == UInt8(ascii: "\n") } < 300_000)
    }

    @Test("hands the way through jump hosts to Ansible's ssh")
    func jumps() throws {
        let inventory = try Inventory.parse(
            """
            hosts:
              b1: { address: 10.0.0.1, port: 2222, user: ops }
              a: { jump: [b1, x@y], bind_address: 10.0.0.9 }
              n: { jump: none, vars: { ansible_ssh_common_args: -C } }
            """)
        let json = InventoryJSON(inventory).description
        let way = "-o ProxyJump=ops@10.0.0.1:2222,x@y -o BindAddress=10.0.0.9"
        #expect(json.contains("\"ansible_ssh_common_args\": \"\(way)\""))
        #expect(json.contains("\"ansible_ssh_common_args\": \"-C -o ProxyJump=none\""))
    }

    @Test("is JSON in the shape of ansible-inventory --list")
    func json() throws {
        let inventory = try Inventory.parse(RenderingTests.text)
        #expect(InventoryJSON(inventory).description == RenderingTests.json)
    }

    static let json = """
        {
            "_meta": {
                "hostvars": {
                    "db1": {
                        "ansible_become": true,
                        "ansible_become_user": "root",
                        "ansible_host": "10.0.0.1",
                        "ansible_port": 2222,
                        "ansible_ssh_private_key_file": "/keys/id",
                        "ansible_user": "root",
                        "dc": "north",
                        "quote": "a\\"b\\n\\t\\u001b日"
                    },
                    "lone": {
                        "ansible_ssh_private_key_file": "/keys/id",
                        "ansible_user": "ops",
                        "dc": "north"
                    },
                    "web1": {
                        "ansible_ssh_private_key_file": "/keys/id",
                        "ansible_user": "ops",
                        "dc": "north",
                        "deep": {
                            "a": 1.5,
                            "b": null
                        },
                        "ports": [
                            80,
                            443
                        ],
                        "role": "front"
                    },
                    "web2": {
                        "ansible_ssh_private_key_file": "/keys/id",
                        "ansible_user": "ops",
                        "dc": "north",
                        "deep": {
                            "a": 1.5,
                            "b": null
                        },
                        "ports": [
                            80,
                            443
                        ],
                        "role": "front"
                    }
                }
            },
            "all": {
                "children": [
                    "ungrouped",
                    "prod",
                    "empty"
                ]
            },
            "db": {
                "hosts": [
                    "db1"
                ]
            },
            "prod": {
                "children": [
                    "web",
                    "db"
                ]
            },
            "ungrouped": {
                "hosts": [
                    "lone"
                ]
            },
            "web": {
                "hosts": [
                    "web1",
                    "web2"
                ]
            }
        }

        """

    @Test("is counted by --check")
    func check() throws {
        try withTemporaryFolder { folder in
            let file = try folder.file("fleet.yaml", RenderingTests.text)
            let good = InventoryCheck([file], home: "/")
            #expect(good.isGood)
            #expect(good.description == "4 hosts, 4 groups, 0 scripts, 2 keys\n")
            let bad = InventoryCheck([try folder.file("bad.yaml", "host: {}")], home: "/")
            #expect(!bad.isGood)
            #expect(bad.description.hasSuffix("\n  host: {}\n  ^\n"))
        }
    }
}
