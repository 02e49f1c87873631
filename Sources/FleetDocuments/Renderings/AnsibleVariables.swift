/// A host's variables and, by Ansible's names, how to get to it.
enum AnsibleVariables {
    /// Settings win over variables of the same name, for they are what Flotilla goes by.
    static func of(_ host: InventoryHost, in inventory: Inventory) -> [String: VariableValue] {
        var values = host.vars.all.mapValues(\.value)
        let settings = host.settings
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
        if settings.transport?.value == .local { values["ansible_connection"] = .text("local") }
        return values
    }
}
