import FleetExecution

/// The bytes of files, which the session reads and writes.
extension SFTPFiles {
    func read(
        _ path: RemotePath, _ range: Range<UInt64>,
        into sink: @Sendable (ArraySlice<UInt8>) async throws(FileTransferError) -> Void
    ) async throws(FileTransferError) {
        let handle = try await handle(.open(path, .reading), of: path)
        do throws(FileTransferError) {
            try await session.read(handle, of: path, range, into: sink)
            try await finish(.close(handle), at: path)
        } catch {
            await letGo(of: handle)
            throw error
        }
    }

    func write(
        _ path: RemotePath, from offset: UInt64,
        source: @Sendable () async throws(FileTransferError) -> [UInt8]?
    ) async throws(FileTransferError) {
        let handle = try await handleForWriting(path, from: offset)
        do throws(FileTransferError) {
            try await session.write(handle, of: path, from: offset, source: source)
            try await finish(.close(handle), at: path)
        } catch {
            await letGo(of: handle)
            throw await reason(for: error, at: path)
        }
    }

    private func handleForWriting(
        _ path: RemotePath, from offset: UInt64
    ) async throws(FileTransferError) -> SFTPHandle {
        let reply = try await session.ask(.open(path, offset == 0 ? .making : .writing))
        switch reply {
        case .handle(let handle): return handle
        case .status(let status) where offset == 0 && status.code == SFTPStatus.failure:
            // Version 3 has no word for a name that is taken either.
            if try await self.status(of: path) != nil { throw .exists(path) }
            throw await reason(for: status.error(at: path), at: path)
        default: throw reply.error(at: path)
        }
    }
}
