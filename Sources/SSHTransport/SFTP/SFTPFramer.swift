/// Cuts what a channel gives into the packets of SFTP.
struct SFTPFramer {
    private var buffer: [UInt8] = []
    private var start = 0

    /// The longest packet that is taken, OpenSSH's own limit: a host must not fill our memory by saying a length.
    static let longest = 262_144

    /// Takes the next bytes of the channel.
    mutating func append(_ bytes: [UInt8]) {
        if start == buffer.count {
            buffer = bytes
        } else {
            buffer.removeFirst(start)
            buffer += bytes
        }
        start = 0
    }

    /// The next packet without its length; `nil` where it isn't complete.
    ///
    /// - Throws: ``NotSFTP`` for a length that no server says.
    mutating func next() throws(NotSFTP) -> ArraySlice<UInt8>? {
        var reader = SSHReader(buffer[start...].prefix(4))
        guard let length = reader.uint32() else { return nil }
        guard 5...SFTPFramer.longest ~= Int(length) else { throw NotSFTP() }
        let body = start + 4
        guard buffer.count - body >= Int(length) else { return nil }
        start = body + Int(length)
        return buffer[body..<start]
    }

    /// What came is not SFTP.
    struct NotSFTP: Error {}
}
