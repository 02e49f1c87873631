import FleetCore
import FleetExecution

/// What an SFTP server answers.
enum SFTPReply {
    case version(UInt32, extensions: Set<String>)
    case status(SFTPStatus)
    case handle(SFTPHandle)
    case data(ArraySlice<UInt8>)
    case names([[UInt8]])
    case attributes(FileStatus)
    case room(bytes: UInt64)

    /// Reads a packet without its length, or gives `nil` for what no server should send.
    ///
    /// - Returns: The number of the request that it answers, 0 for the version, and the answer.
    static func decode(_ packet: ArraySlice<UInt8>) -> (id: UInt32, reply: SFTPReply)? {
        var reader = SSHReader(packet)
        guard let type = reader.byte(), let number = reader.uint32() else { return nil }
        if type == 2 { return version(number, &reader).map { (0, $0) } }
        return body(type, &reader).map { (number, $0) }
    }

    /// What it means for `path`, where it isn't the reply that was hoped for.
    func error(at path: RemotePath) -> FileTransferError {
        if case .status(let status) = self, status.code != SFTPStatus.ok {
            return status.error(at: path)
        }
        return .failed(path, "its SFTP server answers something else than was asked")
    }

    private static func version(_ number: UInt32, _ reader: inout SSHReader) -> SFTPReply? {
        var extensions: Set<String> = []
        while !reader.isAtEnd {
            guard let name = reader.text(), reader.string() != nil else { return nil }
            extensions.insert(name)
        }
        return .version(number, extensions: extensions)
    }

    private static func body(_ type: UInt8, _ reader: inout SSHReader) -> SFTPReply? {
        switch type {
        case 101:
            guard let code = reader.uint32() else { return nil }
            // Servers of the first drafts say no words.
            return .status(SFTPStatus(code: code, words: String(foreign: reader.string() ?? [])))
        case 102: return reader.string().map { .handle(SFTPHandle(bytes: Array($0))) }
        case 103: return reader.string().map { .data($0) }
        case 104: return names(&reader).map { .names($0) }
        case 105: return FileStatus(&reader).map { .attributes($0) }
        case 201: return room(&reader).map { .room(bytes: $0) }
        default: return nil
        }
    }

    private static func names(_ reader: inout SSHReader) -> [[UInt8]]? {
        guard let count = reader.uint32() else { return nil }
        var names: [[UInt8]] = []
        // The count is what the server says; the packet ends first if it lies.
        for _ in 0..<count {
            guard let name = reader.string(), reader.string() != nil,
                FileStatus(&reader) != nil
            else { return nil }
            names.append(Array(name))
        }
        return names
    }

    /// The free bytes: `f_frsize` times `f_bavail`, the second and the fifth of eleven numbers.
    private static func room(_ reader: inout SSHReader) -> UInt64? {
        let numbers = (0..<5).compactMap { _ in reader.uint64() }
        guard numbers.count == 5 else { return nil }
        return numbers[1].multipliedReportingOverflow(by: numbers[4]).partialValue
    }
}

/// How an SFTP request ended.
struct SFTPStatus: Hashable {
    /// One of the protocol's `SSH_FX_` numbers.
    let code: UInt32
    /// The server's own words.
    let words: String

    static let ok: UInt32 = 0
    static let endOfFile: UInt32 = 1
    static let noSuchFile: UInt32 = 2
    static let permissionDenied: UInt32 = 3
    static let failure: UInt32 = 4
    static let unsupported: UInt32 = 8

    /// What it means for `path`.
    func error(at path: RemotePath) -> FileTransferError {
        switch code {
        case SFTPStatus.noSuchFile: .notFound(path)
        case SFTPStatus.permissionDenied: .denied(path, words)
        case SFTPStatus.unsupported:
            FileTransferError(
                .unsupported, "the host's SFTP server can't do what '\(path)' takes: \(words)")
        default:
            .failed(
                path,
                "its SFTP server says no more than '\(words)'; a disk that is full, or can only be read, looks so"
            )
        }
    }
}

extension FileStatus {
    /// Reads the attributes of a file.
    fileprivate init?(_ reader: inout SSHReader) {
        guard let flags = reader.uint32() else { return nil }
        var size: UInt64 = 0
        // A server that says no mode is taken to speak of a plain file.
        var mode: UInt32 = 0o100_600
        if flags & 0x01 != 0 {
            guard let value = reader.uint64() else { return nil }
            size = value
        }
        if flags & 0x02 != 0, reader.bytes(8) == nil { return nil }
        if flags & 0x04 != 0 {
            guard let value = reader.uint32() else { return nil }
            mode = value
        }
        if flags & 0x08 != 0, reader.bytes(8) == nil { return nil }
        if flags & 0x8000_0000 != 0 {
            guard let count = reader.uint32() else { return nil }
            for _ in 0..<count {
                guard reader.string() != nil, reader.string() != nil else { return nil }
            }
        }
        self.init(kind: Kind(mode: mode), size: size, mode: FileMode(bits: mode))
    }
}

extension FileStatus.Kind {
    /// What the type bits of `mode` say; the numbers are the same on every host.
    fileprivate init(mode: UInt32) {
        switch mode & 0o170_000 {
        case 0o100_000: self = .file
        case 0o040_000: self = .folder
        case 0o120_000: self = .link
        default: self = .other
        }
    }
}

extension SSHReader {
    /// Reads a big-endian number of eight bytes.
    fileprivate mutating func uint64() -> UInt64? {
        guard let high = uint32(), let low = uint32() else { return nil }
        return UInt64(high) << 32 | UInt64(low)
    }
}
