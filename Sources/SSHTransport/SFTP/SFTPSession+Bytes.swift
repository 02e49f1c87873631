import FleetExecution

/// The bytes of files: many requests on their way at once, so that a round trip is paid once.
///
/// It is the session that reads and writes: each step from elsewhere would cost two changes of thread.
extension SFTPSession {
    /// How many bytes one request reads or writes: what every server takes.
    ///
    /// - Source: draft-ietf-secsh-filexfer-02, section 3: packets of 34,000 bytes.
    private static let piece = 32_768

    /// How many requests are on their way at most: 2 MiB, as much as OpenSSH's window lets through.
    private static let ahead = 64

    /// How many bytes are given to a reader at once: each time costs two changes of thread.
    private static let delivery = 1_048_576

    /// One read that is on its way.
    private struct Asked {
        let id: UInt32
        let range: Range<UInt64>
    }

    /// Gives the bytes of an open file in `range` to `sink`, in order.
    func read(
        _ handle: SFTPHandle, of path: RemotePath, _ range: Range<UInt64>,
        into sink: @Sendable (ArraySlice<UInt8>) async throws(FileTransferError) -> Void
    ) async throws(FileTransferError) {
        var asked: [Asked] = []
        do throws(FileTransferError) {
            var next = range.lowerBound
            while next < range.upperBound || !asked.isEmpty {
                asked += try await askAhead(&next, range.upperBound, handle, given: asked.count)
                try await sink(try await arrived(&asked, handle, path))
            }
        } catch {
            forget(asked.map(\.id))
            throw error
        }
    }

    /// Asks for what comes next, once half of what may be on its way has come.
    private func askAhead(
        _ next: inout UInt64, _ end: UInt64, _ handle: SFTPHandle, given count: Int
    ) async throws(FileTransferError) -> [Asked] {
        guard next < end, count <= Self.ahead / 2 else { return [] }
        var ranges: [Range<UInt64>] = []
        while next < end, count + ranges.count < Self.ahead {
            let upper = min(end, next + UInt64(Self.piece))
            ranges.append(next..<upper)
            next = upper
        }
        let requests = ranges.map {
            SFTPRequest.read(handle, at: $0.lowerBound, count: $0.count)
        }
        return zip(try await send(requests), ranges).map { Asked(id: $0, range: $1) }
    }

    /// Waits for the next bytes, and takes what has come behind them, up to a delivery.
    private func arrived(
        _ asked: inout [Asked], _ handle: SFTPHandle, _ path: RemotePath
    ) async throws(FileTransferError) -> ArraySlice<UInt8> {
        var bytes: ArraySlice<UInt8> = []
        while let first = asked.first, bytes.count < Self.delivery {
            if !bytes.isEmpty {
                guard hasReply(to: first.id) else { break }
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
        var reply = try await reply(to: asked.id)
        var bytes: ArraySlice<UInt8> = []
        while true {
            switch reply {
            case .data(let more)
            where more.count > 0 && bytes.count + more.count <= asked.range.count:
                if bytes.isEmpty { bytes = more } else { bytes += more }
            case .status(let status) where status.code == SFTPStatus.endOfFile:
                throw .shorter(path)
            default: throw reply.error(at: path)
            }
            let missing = asked.range.count - bytes.count
            guard missing > 0 else { return bytes }
            let offset = asked.range.lowerBound + UInt64(bytes.count)
            reply = try await ask(.read(handle, at: offset, count: missing))
        }
    }

    /// Writes what `source` gives into an open file from its byte `offset` on, and waits until all is written.
    func write(
        _ handle: SFTPHandle, of path: RemotePath, from offset: UInt64,
        source: @Sendable () async throws(FileTransferError) -> [UInt8]?
    ) async throws(FileTransferError) {
        var asked: [UInt32] = []
        do throws(FileTransferError) {
            var position = offset
            while let bytes = try await source() {
                let requests = stride(from: 0, to: bytes.count, by: Self.piece).map { start in
                    let end = min(bytes.count, start + Self.piece)
                    return SFTPRequest.write(
                        handle, at: position + UInt64(start), bytes[start..<end])
                }
                asked += try await send(requests)
                position += UInt64(bytes.count)
                while asked.count > Self.ahead {
                    try await acknowledge(asked.removeFirst(), path)
                }
            }
            while !asked.isEmpty { try await acknowledge(asked.removeFirst(), path) }
        } catch {
            forget(asked)
            throw error
        }
    }

    private func acknowledge(_ id: UInt32, _ path: RemotePath) async throws(FileTransferError) {
        let reply = try await reply(to: id)
        guard case .status(let status) = reply, status.code == SFTPStatus.ok else {
            throw reply.error(at: path)
        }
    }
}
