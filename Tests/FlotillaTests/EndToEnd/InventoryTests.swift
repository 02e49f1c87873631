import Foundation
import TestSupport
import Testing

@Suite(
    "End to end: hosts that others describe", .endToEnd, .fewAtOnce)
struct InventoryTests {
    @Test("an Ansible inventory's hosts run a script, with the variables of all its places")
    func ansible() async throws {
        let farm = try await Farm.shared
        let host = try farm.host()
        let someone = try Operator()
        try someone.folder.write(
            """
            all:
              vars: { ansible_user: root, ansible_ssh_private_key_file: \(farm.key), ansible_become_pass: x }
              children:
                web:
                  hosts:
                    "w1:\(host.port)": { ansible_host: \(host.address), size: 010 }
                    other: { ansible_user: "{{ nobody }}" }
                  vars:
                    ansible_ssh_common_args: -o UserKnownHostsFile=\(farm.knownHosts) -o StrictHostKeyChecking=yes
            """, to: "ansible.yaml")
        try someone.folder.write("role: front\nsecret: !vault abc\n", to: "group_vars/web.yml")
        try someone.folder.write("{\"name\": \"of \\u00e9\"}", to: "host_vars/w1.json")
        let command =
            "echo $FLOTILLA_VAR_size/$FLOTILLA_VAR_role/$FLOTILLA_VAR_name/$FLOTILLA_VAR_secret$FLOTILLA_VAR_ansible_become_pass"
        let came = try await someone.flotilla(
            "exec", "-i", "ansible.yaml", "-l", "w1", "--", command)
        #expect(came.status == 0, "\(came.errors.text)")
        #expect(try someone.run().text("w1") == "8/front/of é/\n")
        let refused = try await someone.flotilla("exec", "-i", "ansible.yaml", "--", "true")
        #expect(refused.status == 2)
        #expect(
            refused.errors.text.contains(
                "ansible.yaml:7:18: host 'other': 'ansible_user' is a template"))
    }

    @Test("a program's hosts run a script")
    func program() async throws {
        let farm = try await Farm.shared
        let host = try farm.host()
        let someone = try Operator()
        let variables =
            #"{"ansible_host": "\#(host.address)", "ansible_port": \#(host.port), "ansible_user": "root"}"#
        let json = #"{"web": ["w1"], "_meta": {"hostvars": {"w1": \#(variables)}}}"#
        try someone.folder.write("#!/bin/sh\necho '\(json)'\n", to: "cloud", mode: 0o700)
        let came = try await someone.flotilla(
            "exec", "-i", "cloud", "--private-key", farm.key, "--known-hosts", farm.knownHosts,
            "--", "echo hi")
        #expect(came.status == 0, "\(came.errors.text)")
        #expect(try someone.run().text("w1") == "hi\n")
    }

    @Test("what ~/.ssh/config says gets into a host that is only named", .sshClient)
    func sshConfig() async throws {
        let farm = try await Farm.shared
        let host = try farm.host()
        let someone = try Operator()
        try someone.folder.write(
            """
            Host alias
              HostName \(host.address)
              Port \(host.port)
              User root
              IdentityFile \(farm.key)
              UserKnownHostsFile \(farm.knownHosts)
              StrictHostKeyChecking yes
            """, to: "home/.ssh/config")
        let came = try await someone.flotilla("exec", "-i", "alias,", "--", "echo hi")
        #expect(came.status == 0, "\(came.errors.text)")
        #expect(try someone.run().text("alias") == "hi\n")
    }
}
