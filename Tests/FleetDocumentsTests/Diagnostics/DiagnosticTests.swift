import FleetDocuments
import Testing

/// The mistakes of `text`, each on one line.
func mistakes(_ text: String) -> [String] {
    do throws(InventoryError) {
        _ = try Inventory.parse(text, named: "f")
        return []
    } catch {
        return error.diagnostics.map(\.description)
    }
}

@Suite("A mistake in an inventory")
struct DiagnosticTests {
    @Test(
        "is told with its place, what is wrong, what to do, and a code",
        arguments: [
            (
                "host: {}",
                "f:1:1: the inventory has no key 'host'; did you mean 'hosts'? [inventory.unknown-key]"
            ),
            (
                "hosts: {a: {prot: 1}}",
                "f:1:13: a host has no key 'prot'; did you mean 'port'? [inventory.unknown-key]"
            ),
            (
                "hosts: {a: {fanout: 1}}",
                "f:1:13: a host has no key 'fanout'; it belongs to 'defaults' [inventory.unknown-key]"
            ),
            (
                "hosts: {a: {port: 70000}}",
                "f:1:19: 'port' can't be '70000'; write a number from 1 to 65535 [inventory.bad-value]"
            ),
            (
                "hosts: {a: {port: +22}}",
                "f:1:19: 'port' can't be '+22'; write a number from 1 to 65535 [inventory.bad-value]"
            ),
            (
                "hosts: {a: {port: }}",
                "f:1:19: 'port' has no value; write one, or '' for an empty text [inventory.bad-value]"
            ),
            (
                "hosts: {a: {port: [1]}}",
                "f:1:19: 'port' must be a text, not a list; write one value [inventory.wrong-shape]"
            ),
            (
                "hosts: {a: 5}",
                "f:1:12: host 'a' must be a mapping, not a text; write 'name: value' pairs [inventory.wrong-shape]"
            ),
            (
                "hosts: {a: {address: 'h:22'}}",
                "f:1:22: 'address' can't be 'h:22'; write a name, an IPv4 or an IPv6 address, without the port [inventory.bad-value]"
            ),
            (
                "hosts: {a: {user: '-oProxyCommand=x'}}",
                "f:1:19: 'user' can't be '-oProxyCommand=x'; write a login name [inventory.bad-value]"
            ),
            (
                "defaults: {host_keys: acept-new}",
                "f:1:23: 'host_keys' can't be 'acept-new'; did you mean 'accept-new'? [inventory.bad-value]"
            ),
            (
                "defaults: {transport: 3}",
                "f:1:23: 'transport' can't be '3'; write auto, ssh, openssh, local [inventory.bad-value]"
            ),
            (
                "defaults: {timeout: 90}",
                "f:1:21: 'timeout' can't be '90'; write a number and its unit: 90s, 5m, 1h30m or 500ms, or none [inventory.bad-value]"
            ),
            (
                "defaults: {tty: 'yes'}",
                "f:1:17: 'tty' can't be 'yes'; write true or false, without quotes [inventory.bad-value]"
            ),
            (
                "defaults: {serial: []}",
                "f:1:20: a batch of no hosts; write 1 or more [inventory.bad-value]"
            ),
            (
                "defaults: {serial: [5, 0%]}",
                "f:1:20: a batch of no hosts; write 1 or more [inventory.bad-value]"
            ),
            (
                "defaults: {key: ops}",
                "f:1:17: key 'ops' is not defined; define it under 'keys' [inventory.undefined-key]"
            ),
            (
                "keys: {ops: {agent: true}}\ndefaults: {key: [ops, opps]}",
                "f:2:17: key 'opps' is not defined; did you mean 'ops'? [inventory.undefined-key]"
            ),
            (
                "keys: {a: {}}",
                "f:1:8: key 'a' has no file; add 'file:' with the path of a private key, or 'agent: true' [inventory.missing-key]"
            ),
            (
                "keys: {a: {agent: true, file: x}}",
                "f:1:12: key 'a' is the agent and has a file or a passphrase; make two keys of it [inventory.conflict]"
            ),
            (
                "scripts: {a: {}}",
                "f:1:11: script 'a' has no file; add 'file:' with its path [inventory.missing-key]"
            ),
            (
                "scripts: {a: {file: x, args: -q}}",
                "f:1:30: 'args' must be a list, not a text; write [one, two]: nothing is split at spaces [inventory.wrong-shape]"
            ),
            (
                "scripts: {a: {file: x, env: {1A: y}}}",
                "f:1:30: '1A' can't be the name of an environment variable; use letters, digits and '_', no digit in front [inventory.bad-name]"
            ),
            (
                "groups: {all: {}}",
                "f:1:10: the group 'all' is always there; what holds for all hosts belongs to 'defaults' and the top's 'vars' [inventory.bad-name]"
            ),
            (
                "groups: {web: {groups: [wbe]}}",
                "f:1:25: group 'wbe' is not defined; did you mean 'web'? [inventory.unknown-group]"
            ),
            (
                "groups: {a: {groups: [b]}, b: {groups: [c]}, c: {groups: [b]}}",
                "f:1:59: group 'b' contains itself: b > c > b; take one of them out of 'groups' [inventory.group-cycle]"
            ),
            (
                "groups: {web: {}}\nhosts: {web: {}}",
                "f:1:10: a host is named 'web' as well (f:2:9); rename one of them, or patterns can't tell them apart [inventory.name-clash]"
            ),
            (
                "hosts: {root@db: {}}",
                "f:1:9: 'root@db' holds a user; name the host 'db' and give it 'user: root' [inventory.bad-name]"
            ),
            (
                "hosts: {a*: {}}",
                "f:1:9: 'a*' holds a '*', which means something in patterns and shells; use letters, digits, '.', '_' and '-' [inventory.bad-name]"
            ),
            (
                "hosts: {-a: {}}",
                "f:1:9: '-a' can't be the name of a host; use 1 to 253 visible ASCII characters, no '/', no '-' or '.' in front [inventory.bad-name]"
            ),
            (
                "",
                "f: this file has no content; name hosts in it, as 'hosts: { web1: }' [inventory.empty]"
            ),
            (
                "#!/bin/sh\necho",
                "f: this is the text of a program; name the file that it is in, and it is run [inventory.program]"
            ),
            (
                "# ini\n[web]\nweb1 ansible_port=22",
                "f:2:1: this is an Ansible inventory in INI form; turn it into YAML: ansible-inventory -i f --list --yaml [inventory.ansible-shape]"
            ),
            (
                "plugin: aws_ec2",
                "f:1:1: this configures an Ansible inventory plugin; name a program that runs: ansible-inventory -i f --list [inventory.ansible-shape]"
            ),
            (
                "web1\nweb2",
                "f:1:1: an inventory must be a mapping, not a text; write 'hosts:', and below it each host as 'web1:' [inventory.wrong-shape]"
            ),
        ])
    func tells(text: String, mistake: String) {
        #expect(mistakes(text) == [mistake])
    }

    @Test("doesn't hide the others: all are told, in the order of the file")
    func allAtOnce() {
        let text = """
            defaults: { usr: x, timeout: 5 }
            hosts:
              a: { port: x }
              a: {}
            groups:
              g: { groups: [h] }
            """
        let lines = mistakes(text).map { $0.split(separator: ":")[1] }
        #expect(lines == ["1", "1", "3", "4", "6"])
    }

    @Test("in a range of hosts is told once")
    func once() {
        #expect(mistakes("hosts: {'a[1:50]': {key: none, prt: 1}}").count == 2)
        #expect(mistakes("hosts: {'-a[1:50]': {}}").count == 1)
    }

    @Test("in one part makes no second one where the part is used")
    func noSequel() {
        let text = """
            keys: { ops: { file: k, passphrase: hunter2 } }
            defaults: { key: ops }
            """
        #expect(mistakes(text).count == 1)
    }

    @Test(
        "that may show a secret is told without its line",
        arguments: [
            "keys: { ops: { file: k, passphrase: hunter2 } }",
            "keys: { ops: { file: k, pasphrase: hunter2 } }",
            "hosts: { a: { password: hunter2 } }",
        ])
    func secret(text: String) {
        let error = #expect(throws: InventoryError.self) { try Inventory.parse(text) }
        #expect(error?.diagnostics.count == 1)
        #expect(error?.description.contains("hunter2") == false)
    }

    @Test("can't send a control sequence to the terminal, nor fill it")
    func harmless() {
        let long = String(repeating: "x", count: 100_000)
        let error = #expect(throws: InventoryError.self) {
            try Inventory.parse("hosts: {\"\\e]0;x\\a\": {}}\n\"\(long)\": 1", named: "f\u{1b}[2J")
        }
        let text = error?.description ?? ""
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
        #expect(text.utf8.count < 4_000)
    }

    @Test("on a line with a variable that may be a password is told without it, and only there")
    func secretVariable() {
        let error = #expect(throws: InventoryError.self) {
            try Inventory.parse("vars: { db_password: hunter2 }\ndefaults: { prt: 1 }")
        }
        #expect(error?.description.contains("prt: 1") == true)
        let hidden = #expect(throws: InventoryError.self) {
            try Inventory.parse("hosts: { a: { prt: 1, vars: { db_password: hunter2 } } }")
        }
        #expect(hidden?.description.contains("hunter2") == false)
    }
}
