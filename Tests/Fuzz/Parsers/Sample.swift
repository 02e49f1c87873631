import Foundation

/// Inputs that are good, or nearly.
enum Sample {
    /// The examples of this repository.
    static let wholes = ["inventories/ansible.yaml", "inventories/example.yaml"].map(file)

    static let wholePlaybooks = [
        "playbooks/canary.yaml", "playbooks/inspect.yaml", "playbooks/rolling-patch.yaml",
    ].map(file)

    static let json = [
        #"{"a":[1,-2.5e3,true,null]}"#, #"["\ud83d\ude00\/","\u0000é"]"#, #"{"a":{"b":{}},"c":[]}"#,
        " [ 0 , 1E+2 , false ]\n", #"{"hosts":["web1"],"vars":{"n":"x"}}"#, #""text""#, "-0.0",
    ]

    static let programs = [
        #"{"web":{"hosts":["web1","web2"],"vars":{"role":"front"}},"db":["db1"]}"#,
        #"{"_meta":{"hostvars":{"web1":{"n":[1,null]}}},"web":["web1"]}"#,
        #"{"all":{"children":["web","ungrouped"]},"web":{"hosts":["a","b"],"children":[]}}"#,
        "web:\n  hosts: [web1, web2]\n  children: [db]\ndb: [db1]\n",
        #"{"ungrouped":{"hosts":["a"]}}"#,
    ]

    /// What an inventory program prints with `--list`.
    static let program = """
        {"_meta":{"hostvars":{"web1":{"ansible_host":"10.0.0.1","n":[1,2.5e3,null,true]}}},
         "web":{"hosts":["web1","web2"],"children":["db"],"vars":{"role":"front"}},"db":["db1"],
         "all":{"children":["web","ungrouped"]}}
        """

    /// What `ssh -G` prints, in pieces.
    static let sshConfigs = [
        "host web1\nuser deploy\nhostname 10.0.0.1\nport 2222", "stricthostkeychecking true",
        "identityfile ~/.ssh/id_ed25519\nidentityfile ~/.ssh/id_rsa\nidentitiesonly yes",
        "userknownhostsfile ~/.ssh/known_hosts ~/.ssh/known_hosts2", "proxyjump a@b:22,c",
        "connecttimeout 10\nbindaddress ::1", "proxycommand nc %h %p", "user me\nport 22",
    ]

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
