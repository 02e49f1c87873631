/// One line of a known_hosts file.
///
/// - Source: sshd(8), SSH_KNOWN_HOSTS FILE FORMAT.
struct KnownHostsLine {
    /// What a line says about its key.
    enum Marker {
        /// It is a key of the hosts.
        case key
        /// It must not be accepted any more.
        case revoked
    }

    /// What the line says.
    let marker: Marker
    /// The hosts that it is about.
    let hosts: HostPattern
    /// The key.
    let key: PublicKey
    /// `path:number`, for messages.
    let place: String

    /// Reads a line; `nil` for a comment, and for what says nothing about a plain key: certificate
    /// authorities, the keys of protocol 1, and damage, which OpenSSH passes over as well.
    init?(_ text: Substring, place: String) {
        var fields = text.split(
            maxSplits: 4, omittingEmptySubsequences: true,
            whereSeparator: { $0 == " " || $0 == "\t" })
        guard let first = fields.first, !first.hasPrefix("#") else { return nil }
        var marker = Marker.key
        if first.hasPrefix("@") {
            guard first == "@revoked" else { return nil }
            marker = .revoked
            fields.removeFirst()
        }
        guard
            fields.count >= 3, let key = PublicKey(base64: fields[2]), key.algorithm == fields[1],
            let hosts = HostPattern(fields[0])
        else { return nil }
        self.marker = marker
        self.hosts = hosts
        self.key = key
        self.place = place
    }
}
