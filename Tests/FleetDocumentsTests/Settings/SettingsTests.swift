import FleetCore
import FleetDocuments
import Testing

@Suite("A setting")
struct SettingsTests {
    /// Every key that says something about a host.
    private static let everything = """
        address: 10.0.0.1
        port: 2222
        user: root
        key: [a, b]
        transport: openssh
        host_keys: off
        known_hosts: [known, /etc/ssh/known]
        jump: [bastion, root@inner:22]
        bind_address: 10.0.0.7
        per_host: 3
        connect_timeout: 1m30s
        idle_timeout: 5m
        timeout: 1h
        on_timeout: leave
        on_reboot: { rerun: 3 }
        retries: 2
        delay: 4s
        reconnect_for: forever
        become: postgres
        password: { file: word }
        become_password: { env: SUDO }
        ssh_config: false
        keep_remote: true
        tty: yes
        split_stderr: on
        """

    private static func host(_ settings: String) throws -> HostSettings {
        let indented = settings.split(separator: "\n").map { "    \($0)\n" }.joined()
        let text = "keys: {a: {agent: true}, b: {file: k}}\nhosts:\n  h:\n\(indented)"
        let inventory = try Inventory.parse(text, named: "dir/fleet.yaml")
        return try #require(inventory.host(named: "h")).settings
    }

    @Test("of every kind is read into its type")
    func reads() throws {
        let settings = try SettingsTests.host(SettingsTests.everything)
        #expect(settings.address?.value == "10.0.0.1")
        #expect(settings.keys?.value == ["a", "b"])
        #expect(settings.transport?.value == .openssh)
        #expect(settings.hostKeys?.value == .off)
        #expect(settings.knownHosts?.value == ["dir/known", "/etc/ssh/known"])
        #expect(settings.jump?.value == ["bastion", "root@inner:22"])
        #expect(settings.bindAddress?.value == "10.0.0.7")
        #expect(settings.connectTimeout?.value == .seconds(90))
        #expect(settings.sshConfig?.value == false)
        #expect(settings.job.become?.value == .user("postgres"))
        #expect(settings.password?.value == .file(path: "dir/word"))
        #expect(settings.becomePassword?.value == .environment("SUDO"))
        var policy = JobPolicy()
        policy.reconnect = .forever
        policy.onReboot = .rerun(most: 3)
        policy.idleTimeout = .seconds(300)
        policy.timeout = .seconds(3600)
        policy.onTimeout = .leave
        policy.retries = 2
        policy.delay = .seconds(4)
        policy.keepsSpool = true
        policy.usesTTY = true
        policy.splitsStandardError = true
        policy.becomeUser = "postgres"
        #expect(settings.job.policy == policy)
    }

    @Test("of every kind reaches the host from below, and is covered from above")
    func lays() throws {
        let full = try SettingsTests.host(SettingsTests.everything)
        // A new setting that the text above lacks would be nil here.
        for child in Mirror(reflecting: full).children where child.label != "job" {
            #expect("\(child.value)" != "nil", "\(child.label ?? "")")
        }
        for child in Mirror(reflecting: full.job).children {
            #expect("\(child.value)" != "nil", "\(child.label ?? "")")
        }
        #expect(HostSettings().over(full) == full)
        #expect(full.over(HostSettings()) == full)
        var other = full
        other.port = Placed(1)
        #expect(full.over(other) == full)
    }

    @Test("of the fleet stands under defaults")
    func fleet() throws {
        let text = "{fanout: 9, serial: [1, 10, 25%], max_fail: 10%, output: json, log_dir: ~/logs}"
        let fleet = try Inventory.parse("defaults: \(text)", home: "/home/me").fleet
        #expect(fleet.fanout?.value == 9)
        #expect(fleet.serial?.value == [.count(1), .count(10), .percent(25)])
        #expect(fleet.maxFail?.value == .percent(10))
        #expect(fleet.output?.value == .json)
        #expect(fleet.logDir?.value == "/home/me/logs")
        for child in Mirror(reflecting: fleet).children {
            #expect("\(child.value)" != "nil", "\(child.label ?? "")")
        }
        #expect(FleetSettings().over(fleet) == fleet)
    }

    @Test(
        "for reboots has a word, and a mapping for more",
        arguments: [
            ("report", .report),
            ("rerun", .rerun(most: 1)),
            ("{ rerun: 3 }", .rerun(most: 3)),
            ("expected", .expected(within: .seconds(600))),
            ("{ expected: 20m }", .expected(within: .seconds(1200))),
            ("rerun:2", .rerun(most: 2)),
        ] as [(String, RebootPolicy)])
    func reboot(written: String, policy: RebootPolicy) throws {
        #expect(try SettingsTests.host("on_reboot: \(written)").job.onReboot?.value == policy)
    }

    @Test(
        "for becoming another user is true, false or a user",
        arguments: [
            ("true", .user("root")), ("no", .no), ("www-data", .user("www-data")),
            ("'yes'", .user("yes")),
        ] as [(String, Become)])
    func become(written: String, become: Become) throws {
        #expect(try SettingsTests.host("become: \(written)").job.become?.value == become)
    }
}
