import FleetCore
import FleetDocuments
import Testing

@Suite("Ansible's variables about how to get to a host")
struct AnsibleAccessTests {
    private func host(_ vars: String) throws -> (host: InventoryHost, inventory: Inventory) {
        let inventory = try Inventory.parse("all: {hosts: {h: {\(vars)}}}", home: "/home/me")
        return (inventory.hosts[0], inventory)
    }

    private func refusals(_ vars: String) throws -> [String] {
        let (host, inventory) = try host(vars)
        return inventory.refusals(of: host, settings: host.settings)
            .map { "\($0.place): \($0.problem)" }
    }

    @Test("are settings: address, port, user, key")
    func settings() throws {
        let (host, inventory) = try host(
            "ansible_host: 10.0.0.1, ansible_port: '2222', ansible_user: root, "
                + "ansible_ssh_private_key_file: ~/.ssh/ops")
        #expect(host.machine == Machine(address: "10.0.0.1", port: 2222))
        #expect(host.settings.user?.value == "root")
        #expect(host.settings.user?.place?.description == "fleet.yaml:1:65")
        #expect(host.settings.keys?.value == ["~/.ssh/ops"])
        #expect(
            inventory.key(named: "~/.ssh/ops")?.source
                == .file(path: "/home/me/.ssh/ops", passphrase: .prompt))
        #expect(inventory.refusals(of: host, settings: host.settings).isEmpty)
    }

    @Test("with ssh in their name win over those without")
    func older() throws {
        let (host, _) = try host(
            "ansible_ssh_host: a, ansible_host: b, ansible_ssh_port: 1, ansible_port: 2, "
                + "ansible_ssh_user: c, ansible_user: d, ansible_private_key_file: e")
        #expect(host.machine == Machine(address: "a", port: 1))
        #expect(host.settings.user?.value == "c")
        #expect(host.settings.keys?.value == ["e"])
    }

    @Test(
        "say as whom scripts run",
        arguments: [
            ("ansible_become: yes", .user("root")), ("ansible_become: 'True'", .user("root")),
            ("ansible_become: 1, ansible_become_user: www", .user("www")),
            ("ansible_become: no, ansible_become_user: www", .no),
            ("ansible_become_user: www", nil),
        ] as [(String, Become?)])
    func become(vars: String, become: Become?) throws {
        #expect(try host(vars).host.settings.job.become?.value == become)
    }

    @Test("hand arguments to ssh, of which those with a setting of ours are heeded")
    func arguments() throws {
        let (host, inventory) = try host(
            """
            ansible_ssh_common_args: "-o StrictHostKeyChecking=no -o 'UserKnownHostsFile=/dev/null' \
            -oConnectTimeout=7 -J jump1,jump2 -C -o ControlMaster=auto -p 99", \
            ansible_ssh_extra_args: '-o User="ops" -o Port=100'
            """)
        let settings = host.settings
        #expect(settings.hostKeys?.value == .off)
        #expect(settings.knownHosts?.value == ["/dev/null"])
        #expect(settings.connectTimeout?.value == .seconds(7))
        #expect(settings.jump?.value == ["jump1", "jump2"])
        #expect(settings.port?.value == 99)
        #expect(settings.user?.value == "ops")
        #expect(inventory.refusals(of: host, settings: settings).isEmpty)
    }

    @Test("count in the order in which Ansible hands them to ssh: the first that says something")
    func argumentOrder() throws {
        let settings = try host(
            "ansible_ssh_args: '-o Port=1 -o IdentityFile=a', ansible_port: 2, "
                + "ansible_ssh_common_args: '-p 3 -l common -i c', ansible_user: own, "
                + "ansible_ssh_extra_args: '-o HostName=10.0.0.2 -o ConnectTimeout=4', "
                + "ansible_host: 10.0.0.1, ansible_private_key_file: b"
        ).host.settings
        #expect(settings.port?.value == 1)
        #expect(settings.user?.value == "own")
        #expect(settings.address?.value == "10.0.0.2")
        #expect(settings.connectTimeout?.value == .seconds(4))
        #expect(settings.keys?.value == ["a", "b", "c"])
    }

    @Test("also say how far host keys are trusted, and for how long to try")
    func others() throws {
        let settings = try host("ansible_host_key_checking: false, ansible_timeout: 30").host
            .settings
        #expect(settings.hostKeys?.value == .off)
        #expect(settings.connectTimeout?.value == .seconds(30))
        #expect(
            try host("ansible_connection: local").host.settings.transport?.value == .local)
    }

    @Test(
        "that only Ansible can fill in, or that ask for what isn't there, are told with their place",
        arguments: [
            (
                "ansible_host: '{{ ip }}'", "19",
                "'ansible_host' is a template, which only Ansible can fill in"
            ),
            (
                "ansible_user: !vault abc", "19",
                "'ansible_user' is encrypted, and only Ansible can open it"
            ),
            ("ansible_port: abc", "19", "'ansible_port' can't be 'abc'"),
            ("ansible_user: [a]", "19", "'ansible_user' must be a text"),
            (
                "ansible_connection: winrm", "19",
                "Ansible's connection 'winrm' is not to be had here"
            ),
            (
                "ansible_become: yes, ansible_become_method: su", "40",
                "another user by 'su' is not to be had here"
            ),
            (
                "ansible_become: yes, ansible_become_pass: x", "40",
                "'ansible_become_pass' is a password in a file, and not read here"
            ),
            ("ansible_become: maybe", "19", "'ansible_become' can't be 'maybe'"),
            (
                "ansible_ssh_common_args: '-o ProxyCommand=x'", "19",
                "'ansible_ssh_common_args' holds '-o ProxyCommand=x', which is not heeded here"
            ),
            ("ansible_ssh_args: \"-o 'a\"", "19", "a quote in 'ansible_ssh_args' isn't closed"),
            (
                "ansible_ssh_pass: x", "19",
                "'ansible_ssh_pass' is a password in a file, and not read here"
            ),
        ])
    func refused(vars: String, column: String, problem: String) throws {
        #expect(try refusals(vars) == ["fleet.yaml:1:\(column): \(problem)"])
    }

    @Test("are not needed where the command line says the same")
    func moot() throws {
        var (host, inventory) = try host("ansible_user: '{{ me }}'")
        host.settings.user = Placed("root")
        #expect(inventory.refusals(of: host, settings: host.settings).isEmpty)
        (host, inventory) = try self.host("ansible_password: x")
        host.settings.password = Placed(.prompt)
        #expect(inventory.refusals(of: host, settings: host.settings).isEmpty)
    }

    @Test("that are null say nothing")
    func null() throws {
        let (host, inventory) = try host("ansible_host: , ansible_user: ~")
        #expect(host.settings.user == nil)
        #expect(inventory.refusals(of: host, settings: host.settings).isEmpty)
    }

    @Test("are no settings in an inventory of our own")
    func native() throws {
        let inventory = try Inventory.parse("hosts: {h: {vars: {ansible_host: x}}}")
        #expect(inventory.hosts[0].address == "h")
    }

    @Test("are what the JSON shows, and nothing that they don't say")
    func json() throws {
        let (_, inventory) = try host("ansible_ssh_host: a, group_names: x")
        #expect(InventoryJSON(inventory).description.contains(#""ansible_ssh_host": "a""#))
        #expect(!InventoryJSON(inventory).description.contains("\"ansible_host\""))
        #expect(!InventoryJSON(inventory).description.contains("group_names"))
    }
}
