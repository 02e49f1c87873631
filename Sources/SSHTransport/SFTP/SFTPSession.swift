import FleetExecution
import NIOCore

/// A conversation with an SFTP server, on a channel of its own: requests out, replies in, in any order.
///
/// One caller at a time. It runs on the connection's event loop, so neither bytes nor replies change threads.
actor SFTPSession {
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    private nonisolated let executor: any SerialExecutor

    /// Keeps the channel open.
    private let channel: any RemoteProcess
    private let loop: any EventLoop
    /// How long the server may take to begin; a login script that sleeps is waited for.
    private let patience: TimeAmount
    private var isGivenUp = false
    private var framer = SFTPFramer()
    private var lastID: UInt32 = 0
    /// The requests whose replies have not come; whether somebody will want them.
    private var asked: [UInt32: Bool] = [:]
    private var replies: [UInt32: SFTPReply] = [:]

    /// Begins on a channel on which the subsystem has been started, and whose bytes come on `loop`.
    init(
        on channel: any RemoteProcess, loop: any EventLoop, patience: TimeAmount = .seconds(60)
    ) {
        self.channel = channel
        self.loop = loop
        self.patience = patience
        self.executor = loop.executor
    }

    /// Agrees on the version.
    ///
    /// - Returns: What the server offers beyond it; `nil` where what runs on the channel is no SFTP server.
    func begin() async throws(TransportError) -> Set<String>? {
        asked[0] = true
        let timeout = loop.scheduleTask(in: patience) { self.assumeIsolated { $0.giveUp() } }
        defer { timeout.cancel() }
        do throws(FileTransferError) {
            try await channelSend(SFTPRequest.begin.packet(id: 0))
            guard case .version(3..., let extensions) = try await reply(to: 0) else { return nil }
            return extensions
        } catch {
            if isGivenUp { return nil }
            // A server that has no such program lets the channel end; the connection is as good as before.
            if let transport = error.transport, transport.code != .commandRefused {
                throw transport
            }
            return nil
        }
    }

    /// What runs on the channel says nothing: whoever waits for it is told that it has ended.
    private func giveUp() {
        isGivenUp = true
        Task { await channel.close() }
    }

    /// Sends a request and waits for its reply.
    func ask(_ request: SFTPRequest) async throws(FileTransferError) -> SFTPReply {
        try await reply(to: send([request])[0])
    }

    /// Sends requests at once, without waiting for their replies.
    ///
    /// - Returns: Their numbers, for ``reply(to:)``.
    func send(_ requests: [SFTPRequest]) async throws(FileTransferError) -> [UInt32] {
        var bytes: [UInt8] = []
        var ids: [UInt32] = []
        for request in requests {
            lastID &+= 1
            asked[lastID] = true
            ids.append(lastID)
            let packet = request.packet(id: lastID)
            if bytes.isEmpty { bytes = packet } else { bytes += packet }
        }
        try await channelSend(bytes)
        return ids
    }

    /// Waits for the reply to a request.
    func reply(to id: UInt32) async throws(FileTransferError) -> SFTPReply {
        while true {
            if let reply = replies.removeValue(forKey: id) { return reply }
            try await takeMore()
        }
    }

    /// Whether the reply to a request is there already.
    func hasReply(to id: UInt32) -> Bool { replies[id] != nil }

    /// Drops the replies to these requests, come or to come: nobody wants them any more.
    func forget(_ ids: some Sequence<UInt32>) {
        for id in ids where replies.removeValue(forKey: id) == nil {
            if asked[id] != nil { asked[id] = false }
        }
    }

    /// Closes the channel.
    func close() async { await channel.close() }

    private func channelSend(_ bytes: [UInt8]) async throws(FileTransferError) {
        do throws(TransportError) {
            try await channel.send(bytes)
        } catch {
            throw FileTransferError(error)
        }
    }

    private func takeMore() async throws(FileTransferError) {
        do throws(TransportError) {
            switch try await channel.next() {
            case .standardOutput(let bytes): try take(bytes)
            // A login script's words.
            case .standardError: break
            case .ended:
                throw TransportError(.commandRefused, "the host's SFTP server has ended")
            }
        } catch {
            throw FileTransferError(error)
        }
    }

    private func take(_ bytes: [UInt8]) throws(TransportError) {
        framer.append(bytes)
        let broken = TransportError(.commandRefused, "the host's SFTP server doesn't speak SFTP")
        do throws(SFTPFramer.NotSFTP) {
            while let packet = try framer.next() {
                // A reply to nothing that was asked would be kept for ever.
                guard let (id, reply) = SFTPReply.decode(packet),
                    let isWanted = asked.removeValue(forKey: id)
                else { throw SFTPFramer.NotSFTP() }
                if isWanted { replies[id] = reply }
            }
        } catch {
            throw broken
        }
    }
}
