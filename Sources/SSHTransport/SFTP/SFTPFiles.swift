import FleetCore
import FleetExecution

/// A host's files over SFTP.
struct SFTPFiles: FileTransfer {
    /// The name by which servers know it.
    static let subsystem = "sftp"

    let way = FileTransferWay.sftp
    let session: SFTPSession
    private let extensions: Set<String>

    /// Begins the conversation; `nil` where what runs on the channel is no SFTP server.
    static func open(_ session: SFTPSession) async throws(TransportError) -> SFTPFiles? {
        guard let extensions = try await session.begin() else {
            await session.close()
            return nil
        }
        return SFTPFiles(session: session, extensions: extensions)
    }

    private init(session: SFTPSession, extensions: Set<String>) {
        self.session = session
        self.extensions = extensions
    }

    func status(of path: RemotePath) async throws(FileTransferError) -> FileStatus? {
        switch try await session.ask(.status(path)) {
        case .attributes(let status): return status
        case .status(let status) where status.code == SFTPStatus.noSuchFile: return nil
        case let reply: throw unexpected(reply, at: path)
        }
    }

    func names(in folder: RemotePath, limit: Int) async throws(FileTransferError) -> [[UInt8]] {
        let handle = try await handle(.openFolder(folder), of: folder)
        do throws(FileTransferError) {
            let names = try await names(of: handle, in: folder, limit: limit)
            try await finish(.close(handle), at: folder)
            return names
        } catch {
            await letGo(of: handle)
            throw error
        }
    }

    private func names(
        of handle: SFTPHandle, in folder: RemotePath, limit: Int
    ) async throws(FileTransferError) -> [[UInt8]] {
        var names: [[UInt8]] = []
        while true {
            switch try await session.ask(.readFolder(handle)) {
            case .names(let more):
                names += more.filter { $0 != Array(".".utf8) && $0 != Array("..".utf8) }
                guard names.count <= limit else {
                    throw FileTransferError(
                        .tooLarge, "'\(folder)' on the host holds more than \(limit) entries")
                }
            case .status(let status) where status.code == SFTPStatus.endOfFile: return names
            case let reply: throw unexpected(reply, at: folder)
            }
        }
    }

    func makeFolder(_ path: RemotePath) async throws(FileTransferError) {
        try await finish(.makeFolder(path, FileMode(bits: 0o700)), at: path)
    }

    func setMode(_ mode: FileMode, of path: RemotePath) async throws(FileTransferError) {
        try await finish(.setMode(path, mode), at: path)
    }

    func rename(_ path: RemotePath, to target: RemotePath) async throws(FileTransferError) {
        if extensions.contains(SFTPExtension.replace.rawValue) {
            return try await finish(.replace(target, by: path), at: target)
        }
        if try await status(of: target) != nil {
            throw FileTransferError(
                .unsupported,
                "the host's SFTP server can't replace '\(target)' in one step; remove it first")
        }
        try await finish(.rename(path, to: target), at: target)
    }

    func remove(_ path: RemotePath) async throws(FileTransferError) {
        do throws(FileTransferError) {
            try await finish(.remove(path), at: path)
        } catch  where error.code == .notFound {
            // There is none to remove.
        }
    }

    func close() async { await session.close() }
}

// MARK: - Single requests

extension SFTPFiles {
    /// Opens a file or a folder.
    func handle(
        _ request: SFTPRequest, of path: RemotePath
    ) async throws(FileTransferError) -> SFTPHandle {
        let reply = try await session.ask(request)
        guard case .handle(let handle) = reply else { throw unexpected(reply, at: path) }
        return handle
    }

    /// Makes a request whose reply is a status.
    func finish(_ request: SFTPRequest, at path: RemotePath) async throws(FileTransferError) {
        let reply = try await session.ask(request)
        guard case .status(let status) = reply, status.code == SFTPStatus.ok else {
            throw unexpected(reply, at: path)
        }
    }

    /// Closes a handle behind a failure, whose reason is what is told.
    func letGo(of handle: SFTPHandle) async {
        do throws(FileTransferError) {
            await session.forget(try await session.send([.close(handle)]))
        } catch {
            // The connection has ended, and all handles with it.
        }
    }

    /// What a reply means that isn't the one that was hoped for.
    func unexpected(_ reply: SFTPReply, at path: RemotePath) -> FileTransferError {
        if case .status(let status) = reply, status.code != SFTPStatus.ok {
            return status.error(at: path)
        }
        return .failed(path, "its SFTP server answers something else than was asked")
    }

    /// The reason for a write that failed: version 3 has no word for a full disk.
    func reason(
        for error: FileTransferError, writing count: Int, to path: RemotePath
    ) async -> FileTransferError {
        guard error.code == .failed, extensions.contains(SFTPExtension.room.rawValue) else {
            return error
        }
        do throws(FileTransferError) {
            guard case .room(let bytes) = try await session.ask(.room(path.folder)),
                bytes < UInt64(count)
            else { return error }
            return .diskFull(path)
        } catch {
            return error
        }
    }
}
