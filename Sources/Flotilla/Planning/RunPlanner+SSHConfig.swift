import FleetCore
import FleetDocuments

extension RunPlanner {
    /// What `ssh` is configured to do for hosts; nothing where nothing is configured.
    ///
    /// - Throws: ``PlanError`` with `.sshConfig` where `ssh` can't read its configuration.
    func sshConfigured(_ hosts: [InventoryHost]) async throws(PlanError) -> [HostID: SSHConfigured]
    {
        guard hosts.contains(where: { SSHTarget($0) != nil }),
            let config = try await SSHConfig(home: home, environment: environment)
        else { return [:] }
        let said = try await config.said(of: hosts)
        return Dictionary(
            zip(hosts.lazy.map(\.id), said), uniquingKeysWith: { first, _ in first })
    }
}
