import FleetDocuments

/// What `ssh` is configured to do for one host.
struct SSHConfigured: Sendable {
    /// The name by which the configuration knows it; `nil` where it wasn't asked.
    var name: String?
    /// Where it is, as whom one logs in, and the like.
    var settings = HostSettings()
    /// The private keys that are there.
    var keys: [InventoryKey.Source] = []
    /// Whether no other keys may be tried.
    var triesOnlyTheseKeys = false
    /// The program that is to make the connection.
    var proxyCommand: String?
    /// Whether other hosts are jumped through.
    var isJumping: Bool { settings.jump?.value.isEmpty == false }

    /// The keys to try, the agent's behind those that are named; `nil` where nothing is said.
    func keys(environment: [String: String]) -> [InventoryKey.Source]? {
        guard !keys.isEmpty else { return nil }
        let hasAgent = environment["SSH_AUTH_SOCK"].map { !$0.isEmpty } ?? false
        return triesOnlyTheseKeys || !hasAgent ? keys : keys + [.agent]
    }
}
