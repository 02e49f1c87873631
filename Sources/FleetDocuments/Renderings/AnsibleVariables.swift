import FleetCore

/// A host's variables and, by Ansible's names, how to get to it.
enum AnsibleVariables {
    /// What Ansible sets itself, whatever an inventory says, and doesn't show.
    ///
    /// - Source: ansible-core 2.14, `cli/inventory.py`, `INTERNAL_VARS`.
    private static let hidden = [
        "ansible_diff_mode", "ansible_config_file", "ansible_facts", "ansible_forks",
        "ansible_inventory_sources", "ansible_limit", "ansible_playbook_python",
        "ansible_run_tags", "ansible_skip_tags", "ansible_verbosity", "ansible_version",
        "inventory_dir", "inventory_file", "inventory_hostname", "inventory_hostname_short",
        "groups", "group_names", "omit", "playbook_dir",
    ]

    /// Settings win over variables of the same name, for they are what Flotilla goes by; those that Ansible's
    /// variables made are told by these.
    static func of(_ host: InventoryHost, in inventory: Inventory) -> [String: VariableValue] {
        var values = host.vars.all.mapValues(\.value)
        if inventory.readsAnsible {
            for name in hidden { values.removeValue(forKey: name) }
        }
        let settings = host.settings.without(inventory.settingsOfVariables(of: host))
        if let address = settings.address { values["ansible_host"] = .text(address.value) }
        if let port = settings.port { values["ansible_port"] = .integer(Int(port.value)) }
        if let user = settings.user { values["ansible_user"] = .text(user.value) }
        for name in settings.keys?.value ?? [] {
            // Ansible knows one file; the first is tried first.
            guard case .file(let path, _)? = inventory.key(named: name)?.source else { continue }
            values["ansible_ssh_private_key_file"] = .text(path)
            break
        }
        if case .user(let name)? = settings.job.become?.value {
            values["ansible_become"] = .boolean(true)
            values["ansible_become_user"] = .text(name)
        }
        let arguments = sshArguments(settings, in: inventory)
        if !arguments.isEmpty {
            var all = arguments.joined(separator: " ")
            if case .text(let before)? = values["ansible_ssh_common_args"] {
                all = "\(before) \(all)"
            }
            values["ansible_ssh_common_args"] = .text(all)
        }
        if settings.transport?.value == .local { values["ansible_connection"] = .text("local") }
        return values
    }

    /// What Ansible has no name of its own for and hands to ssh.
    private static func sshArguments(
        _ settings: HostSettings, in inventory: Inventory
    ) -> [String] {
        var arguments: [String] = []
        if settings.jump != nil {
            // Names of the inventory mean nothing to ssh.
            let hops = settings.jumpWords.map { word in
                inventory.host(named: word).map(destination) ?? word
            }
            let way = hops.isEmpty ? "none" : hops.joined(separator: ",")
            arguments.append("-o ProxyJump=\(way)")
        }
        if let address = settings.bindAddress {
            arguments.append("-o BindAddress=\(address.value)")
        }
        return arguments
    }

    /// A host as one would type it behind `ssh -J`.
    private static func destination(_ host: InventoryHost) -> String {
        let user = host.settings.user.map { "\($0.value)@" } ?? ""
        return "\(user)\(host.machine)"
    }
}
