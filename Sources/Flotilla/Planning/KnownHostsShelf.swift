import SSHTransport

/// The known-hosts files of a run's hosts, each set of them read once.
actor KnownHostsShelf {
    private var read: [[String]: KnownHosts] = [:]

    /// The known hosts in the files at `paths`; the user's and the system's own where none are named.
    func knownHosts(in paths: [String]) async throws(KnownHostsError) -> KnownHosts {
        if let known = read[paths] { return known }
        let files = paths.isEmpty ? KnownHostsFiles() : KnownHostsFiles(user: paths, system: [])
        let known = try await KnownHosts.load(files)
        read[paths] = known
        return known
    }
}
