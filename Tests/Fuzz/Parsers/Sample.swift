import Foundation

/// Inputs that are good, or nearly.
enum Sample {
    /// The examples of this repository, and one with all the keys.
    static let inventories =
        ["inventories/ansible.yaml", "inventories/example.yaml"].map(file)
        + [
            """
            defaults: { user: devops, key: [ops, agent], fanout: 50, serial: [1, 25%], host_keys: off }
            keys: { ops: { file: ~/.ssh/id, passphrase: { env: OPS } }, agent: { agent: true } }
            scripts: { patch: { file: p.sh, args: [--quiet, "日本"], on_reboot: { rerun: 3 } } }
            groups:
              web: &web { hosts: ["web[01:12]", 'db[a:c]'], vars: { role: front, n: 010 } }
              db:
                <<: *web
                hosts: [db1]
            hosts:
              db1: { address: ::1, port: 2222, jump: a, vars: { list: [1, 2.5, ~], text: |
                block
              } }
            """,
            """
            all:
              vars: &all { ansible_user: devops, n: 010, when: 2001-12-14 21:59:43.1 -5, s: !vault abc }
              children:
                web: { hosts: { "web[01:12]:2222": , 'db[a:c]': { ansible_host: 10.0.0.1 } }, vars: *all }
                db: { hosts: { db1: { <<: *all, ansible_port: "22" } } }
              hosts: { lone: { ansible_ssh_common_args: "-o StrictHostKeyChecking=no -J 'a,b'" } }
            """,
        ]

    static let playbooks = [
        "playbooks/canary.yaml", "playbooks/inspect.yaml", "playbooks/rolling-patch.yaml",
    ].map(file)

    /// What an inventory program prints with `--list`.
    static let program = """
        {"_meta":{"hostvars":{"web1":{"ansible_host":"10.0.0.1","n":[1,2.5e3,null,true]}}},
         "web":{"hosts":["web1","web2"],"children":["db"],"vars":{"role":"front"}},"db":["db1"],
         "all":{"children":["web","ungrouped"]}}
        """

    /// The public halves of keys that nobody has.
    static let publicKeys = [
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB",
        "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAEQDf39/f39/f39/f39/f39/f",
    ]

    private static func file(_ path: String) -> String {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        do {
            return try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
        } catch {
            preconditionFailure("\(path): \(error)")
        }
    }
}
