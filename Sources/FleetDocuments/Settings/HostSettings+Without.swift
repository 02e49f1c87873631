extension HostSettings {
    /// What of these settings is not from `other`: only what tells where a host is, and as whom one logs in.
    func without(_ other: HostSettings) -> HostSettings {
        var result = self
        if result.address == other.address { result.address = nil }
        if result.port == other.port { result.port = nil }
        if result.user == other.user { result.user = nil }
        if result.keys == other.keys { result.keys = nil }
        if result.jump == other.jump { result.jump = nil }
        if result.bindAddress == other.bindAddress { result.bindAddress = nil }
        if result.transport == other.transport { result.transport = nil }
        if result.job.become == other.job.become { result.job.become = nil }
        return result
    }
}
