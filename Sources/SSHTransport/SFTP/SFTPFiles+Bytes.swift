import FleetExecution

/// The bytes of files: many requests on their way at once, so that a round trip is paid once.
extension SFTPFiles {
    /// How many bytes one request reads or writes: what every server takes.
    ///
    /// - Source: draft-ietf-secsh-filexfer-02, section 3: packets of 34,000 bytes.
    private static let piece = 32_768

    /// How many requests are on their way at most: 2 MiB, as much as OpenSSH's window lets through.
    private static let ahead = 64

    /// How many bytes are given to a reader at once: each time costs two changes of thread.
    private static let delivery = 262_144

    /// How many bytes of room a disk has that isn't full: less than a batch of writes.
    private static let leastRoom = 1_048_576

    /// One read that is on its way.
    private struct Asked {
        let id: UInt32
        let range: Range<UInt64>
    }

    func read(
        _ path: RemotePath, _ range: Range<UInt64>,
        into sink: @Sendable (ArraySlice<UInt8>) async throws(FileTransferError) -> Void
    ) async throws(FileTransferError) {
        let handle = try await handle(.open(path, .reading), of: path)
        var asked: [Asked] = []
        do throws(FileTransferError) {
            var next = range.lowerBound
            while next < range.upperBound || !asked.isEmpty {
                asked += try await askAhead(&next, range.upperBound, handle, given: asked.count)
                let bytes = try await arrived(&asked, handle, path)
                try await sink(bytes)
            }
            try await finish(.close(handle), at: path)
        } catch {
            await session.forget(asked.map(\.id))
            await letGo(of: handle)
            throw error
        }
    }

    /// Asks for what comes next, once half of what may be on its way has come.
    private func askAhead(
        _ next: inout UInt64, _ end: UInt64, _ handle: SFTPHandle, given count: Int
    ) async throws(FileTransferError) -> [Asked] {
        guard next < end, count <= SFTPFiles.ahead / 2 else { return [] }
        var ranges: [Range<UInt64>] = []
        while next < end, count + ranges.count < SFTPFiles.ahead {
            let upper = min(end, next + UInt64(SFTPFiles.piece))
            ranges.append(next..<upper)
            next = upper
        }
        let requests = ranges.map {
            SFTPRequest.read(handle, at: $0.lowerBound, count: $0.count)
        }
        return zip(try await session.send(requests), ranges).map { Asked(id: $0, range: $1) }
    }

    /// Waits for the next bytes, and takes what has come behind them, up to a delivery.
    private func arrived(
        _ asked: inout [Asked], _ handle: SFTPHandle, _ path: RemotePath
    ) async throws(FileTransferError) -> ArraySlice<UInt8> {
        var bytes: ArraySlice<UInt8> = []
        while let first = asked.first, bytes.count < SFTPFiles.delivery {
            if !bytes.isEmpty {
                guard await session.hasReply(to: first.id) else { break }
            }
            asked.removeFirst()
            let piece = try await piece(first, handle, path)
            if bytes.isEmpty { bytes = piece } else { bytes += piece }
        }
        return bytes
    }

    /// The bytes of one read; what a server left out of it is asked for again.
    private func piece(
        _ asked: Asked, _ handle: SFTPHandle, _ path: RemotePath
    ) async throws(FileTransferError) -> ArraySlice<UInt8> {
        var reply = try await session.reply(to: asked.id)
        var bytes: ArraySlice<UInt8> = []
        while true {
            switch reply {
            case .data(let more)
            where more.count > 0 && bytes.count + more.count <= asked.range.count:
                if bytes.isEmpty { bytes = more } else { bytes += more }
            case .status(let status) where status.code == SFTPStatus.endOfFile:
                throw .shorter(path)
            default: throw unexpected(reply, at: path)
            }
            let missing = asked.range.count - bytes.count
            guard missing > 0 else { return bytes }
            let offset = asked.range.lowerBound + UInt64(bytes.count)
            reply = try await session.ask(.read(handle, at: offset, count: missing))
        }
    }

    func write(
        _ path: RemotePath, from offset: UInt64,
        source: @Sendable () async throws(FileTransferError) -> [UInt8]?
    ) async throws(FileTransferError) {
        let handle = try await handleForWriting(path, from: offset)
        var asked: [UInt32] = []
        do throws(FileTransferError) {
            var position = offset
            while let bytes = try await source() {
                let requests = stride(from: 0, to: bytes.count, by: SFTPFiles.piece).map { start in
                    let end = min(bytes.count, start + SFTPFiles.piece)
                    return SFTPRequest.write(
                        handle, at: position + UInt64(start), bytes[start..<end])
                }
                asked += try await session.send(requests)
                position += UInt64(bytes.count)
                while asked.count > SFTPFiles.ahead {
                    try await acknowledge(asked.removeFirst(), path)
                }
            }
            while !asked.isEmpty { try await acknowledge(asked.removeFirst(), path) }
            try await finish(.close(handle), at: path)
        } catch {
            await session.forget(asked)
            await letGo(of: handle)
            throw await reason(for: error, writing: SFTPFiles.leastRoom, to: path)
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
            throw await reason(
                for: status.error(at: path), writing: SFTPFiles.leastRoom, to: path)
        default: throw unexpected(reply, at: path)
        }
    }

    private func acknowledge(_ id: UInt32, _ path: RemotePath) async throws(FileTransferError) {
        let reply = try await session.reply(to: id)
        guard case .status(let status) = reply, status.code == SFTPStatus.ok else {
            throw unexpected(reply, at: path)
        }
    }
}
