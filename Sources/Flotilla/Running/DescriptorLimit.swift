#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// How many files and sockets this process may have open at once.
enum DescriptorLimit {
    /// Descriptors that a host in flight takes: its socket, its log, and one for a moment (a known-hosts file,
    /// an agent).
    private static let perHost = 3
    /// Those of a host by programs: three pipes of the one that holds the connection and as many of a command, the
    /// socket by which that is asked for, its log, and the program's ends of pipes for a moment.
    private static let perProgramHost = 11
    /// What the program itself takes: the terminal, event loops, the journal, resolvers.
    private static let base = 64

    /// Raises the soft limit so that `fanout` hosts can be in flight.
    ///
    /// - Parameter byPrograms: Whether some of them are got into by programs of this machine.
    /// - Returns: How many hosts the hard limit lets be in flight, where that is fewer.
    static func raise(forFanout fanout: Int, byPrograms: Bool) -> Int? {
        let perHost = byPrograms ? perProgramHost : perHost
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return nil }
        let needed = rlim_t(fanout * perHost + base)
        guard limit.rlim_cur < needed else { return nil }
        limit.rlim_cur = min(needed, limit.rlim_max)
        guard setrlimit(resource, &limit) == 0, limit.rlim_cur >= needed else {
            return max(0, (Int(limit.rlim_cur) - base) / perHost)
        }
        return nil
    }

    #if canImport(Darwin) || canImport(Musl)
        private static let resource = RLIMIT_NOFILE
    #else
        private static let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #endif
}
