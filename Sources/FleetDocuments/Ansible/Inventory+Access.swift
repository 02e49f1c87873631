extension Inventory {
    /// What a host's variables ask for, to get to it, that can't be had: a template, a password, a connection that
    /// isn't SSH.
    ///
    /// It matters only for a host that is chosen.
    ///
    /// - Parameter settings: The host's, below what the command line says, which makes some of it needless.
    public func refusals(of host: InventoryHost, settings: HostSettings) -> [Diagnostic] {
        guard readsAnsible else { return [] }
        var access = AnsibleAccess(home: "~")
        _ = access.settings(by: host.vars)
        return access.refusals.filter { !$0.isMoot(settings) }.map(\.mistake)
    }

    /// The settings that a host's variables make.
    func settingsOfVariables(of host: InventoryHost) -> HostSettings {
        guard readsAnsible else { return HostSettings() }
        var access = AnsibleAccess(home: "~")
        return access.settings(by: host.vars)
    }
}
