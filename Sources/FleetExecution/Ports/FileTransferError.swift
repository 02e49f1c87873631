/// Why a file couldn't be copied.
public struct FileTransferError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One cause; once released, a code never changes its meaning.
    public enum Code: String, Sendable, CaseIterable {
        /// There is no such file or folder.
        case notFound = "files.not-found"
        /// It may not be read or written.
        case denied = "files.denied"
        /// The disk is full, or the quota used up.
        case diskFull = "files.disk-full"
        /// A folder stands where a file is wanted, or the other way round.
        case wrongKind = "files.wrong-kind"
        /// A symbolic link, which isn't followed.
        case link = "files.link"
        /// Something has the name already.
        case exists = "files.exists"
        /// A name that leads elsewhere, or that is none.
        case badName = "files.bad-name"
        /// More, or larger, than is taken.
        case tooLarge = "files.too-large"
        /// It changed while it was copied.
        case changed = "files.changed"
        /// The copy is not what was sent.
        case differs = "files.differs"
        /// The host can't do it at all.
        case unsupported = "files.unsupported"
        /// It failed in another way.
        case failed = "files.failed"
        /// The connection ended, or no channel could be had: ``FileTransferError/transport`` says why.
        case connection = "files.connection"
    }

    /// The cause, for code.
    public let code: Code
    /// What was seen where, and what to do, in lower case.
    public let message: String
    /// Why the host couldn't be talked to, where that is the cause.
    public let transport: TransportError?

    /// Creates an error.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
        self.transport = nil
    }

    /// Wraps what ended the connection.
    public init(_ transport: TransportError) {
        self.code = .connection
        self.message = transport.message
        self.transport = transport
    }

    /// The message with its code.
    public var description: String { "\(message) [\(code.rawValue)]" }
}
