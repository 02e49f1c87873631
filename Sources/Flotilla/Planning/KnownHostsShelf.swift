import FleetDocuments
import SSHTransport

/// The known-hosts files of a run's hosts, each set of them read once.
actor KnownHostsShelf {
    private var read: [[String]: KnownHosts] = [:]

    /// The known hosts that `settings` names, else the user's and the system's own.
    func knownHosts(of settings: HostSettings) async throws(KnownHostsError) -> KnownHosts {
        let paths = settings.knownHosts?.value ?? []
        if let known = read[paths] { return known }
        let files = paths.isEmpty ? KnownHostsFiles() : KnownHostsFiles(user: paths, system: [])
        let known = try await KnownHosts.load(files)
        read[paths] = known
        return known
    }
}
