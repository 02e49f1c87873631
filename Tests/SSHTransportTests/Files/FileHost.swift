import FleetCore
import FleetExecution
import Foundation
import SSHTransport
import Testing

/// A real server whose files are reached in one of the ways, and a folder on it.
final class FileHost {
    /// The ways, and the servers that lead to them.
    enum Kind: String, CaseIterable, CustomTestStringConvertible {
        case sftp
        /// No such subsystem.
        case commands
        /// A subsystem whose program isn't there, as dropbear has it.
        case brokenSFTP
        /// The system's ssh, and its server's SFTP.
        case openssh
        /// The same, where the server has no such subsystem.
        case opensshCommands
        /// This machine.
        case local

        /// Those that libssh2 leads to.
        static let libssh2: [Kind] = [.sftp, .commands, .brokenSFTP]

        var testDescription: String { rawValue }

        var way: FileTransferWay {
            switch self {
            case .sftp, .openssh: .sftp
            case .commands, .brokenSFTP, .opensshCommands: .commands
            case .local: .local
            }
        }

        var transport: Transport {
            switch self {
            case .sftp, .commands, .brokenSFTP: .ssh
            case .openssh, .opensshCommands: .openssh
            case .local: .local
            }
        }

        /// What serves SFTP.
        fileprivate var program: String? {
            switch self {
            case .sftp, .openssh: "internal-sftp"
            case .commands, .opensshCommands, .local: nil
            case .brokenSFTP: "/nowhere/sftp-server"
            }
        }
    }

    private let host: TransportHost
    /// The folder; it is this machine's as well.
    let folder: String

    init(_ kind: Kind, options: [String] = []) throws {
        host = try TransportHost(kind.transport, options: options, sftp: kind.program)
        folder = host.folder.file("files")
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
    }

    /// Its server.
    var server: LoopbackServer {
        guard let server = host.server else { preconditionFailure("this machine needs none") }
        return server
    }

    /// A path in the folder.
    func path(_ name: String) -> RemotePath {
        guard let path = RemotePath("\(folder)/\(name)") else { preconditionFailure("no path") }
        return path
    }

    /// The same path for this machine.
    func local(_ name: String) -> String { "\(folder)/\(name)" }

    /// Writes a file into the folder.
    func write(_ bytes: [UInt8], to name: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: local(name)))
    }

    /// Reads a file from the folder.
    func read(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: local(name))))
    }

    /// Gives its files to `body`.
    func withFiles(_ body: (any FileTransfer) async throws -> Void) async throws {
        try await host.withConnection { connection in
            let files = try await connection.openFiles() ?? CommandFiles(connection)
            try await body(files)
            await files.close()
        }
    }
}

/// The bytes of a file that is to be written, a piece at a time.
actor Pieces {
    private var rest: ArraySlice<UInt8>
    private let size: Int

    init(_ bytes: [UInt8], of size: Int = 100_000) {
        rest = bytes[...]
        self.size = size
    }

    func next() -> [UInt8]? {
        guard !rest.isEmpty else { return nil }
        defer { rest = rest.dropFirst(size) }
        return Array(rest.prefix(size))
    }
}

/// The bytes of a file that is read.
actor Gathered {
    private(set) var bytes: [UInt8] = []

    func take(_ more: ArraySlice<UInt8>) { bytes += more }
}

extension FileTransfer {
    /// Writes `bytes` from `offset` on.
    func write(_ bytes: [UInt8], to path: RemotePath, from offset: UInt64 = 0) async throws {
        let pieces = Pieces(bytes)
        try await write(path, from: offset) { () async throws(FileTransferError) in
            await pieces.next()
        }
    }

    /// Reads the bytes of `range`.
    func bytes(of path: RemotePath, _ range: Range<UInt64>) async throws -> [UInt8] {
        let gathered = Gathered()
        try await read(path, range) { (piece) async throws(FileTransferError) in
            await gathered.take(piece)
        }
        return await gathered.bytes
    }
}

/// Bytes that differ from place to place, the same each time.
func patterned(_ count: Int) -> [UInt8] {
    var state: UInt64 = 1
    // Eight at a time: tests are built without optimisation.
    let words = (0..<count / 8 + 1).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ state >> 32
    }
    return words.withUnsafeBytes { Array($0.prefix(count)) }
}
