/// One file that was copied to or from a host, or that needed no copying.
public struct FileCopy: Hashable, Sendable {
    /// Its path on the host, with what isn't UTF-8 replaced.
    public let path: String
    /// How many bytes it has.
    public let bytes: UInt64
    /// What both sides were compared by: the host's `sha256sum` or `cksum`, or `reading back`.
    public let verification: String

    /// Creates the record of a copy.
    public init(path: String, bytes: UInt64, verification: String) {
        self.path = path
        self.bytes = bytes
        self.verification = verification
    }
}
