import NIOCore
import NIOPosix

/// An ssh-agent behind a Unix socket; each question is a connection of its own, and never blocks.
///
/// - Source: draft-miller-ssh-agent; `PROTOCOL.agent` in OpenSSH's sources.
public struct SSHAgent: Sendable {
    /// The path of its socket.
    public let socketPath: String

    /// How long an agent may take to answer; one that asks its user for each signature needs time.
    private static let patience = TimeAmount.seconds(60)

    /// Creates an agent behind the socket at `socketPath`.
    public init(socketPath: String) { self.socketPath = socketPath }

    /// The keys that the agent holds, in its order.
    ///
    /// - Throws: ``KeyError`` with `.agentUnavailable`.
    public func keys(on eventLoops: SSHEventLoops) async throws(KeyError) -> [AgentKey] {
        // 11 is SSH_AGENTC_REQUEST_IDENTITIES.
        let answer: [UInt8]
        do {
            answer = try await ask([11], on: eventLoops.next()).get()
        } catch {
            throw KeyError(
                .agentUnavailable, place: socketPath,
                "the ssh-agent doesn't answer (\(error)); is it running, and SSH_AUTH_SOCK right?")
        }
        guard let keys = keys(listedIn: answer) else {
            throw KeyError(
                .agentUnavailable, place: socketPath, "the ssh-agent refuses to list keys")
        }
        return keys
    }

    /// The keys of an answer, or `nil` where it is none that lists keys.
    func keys(listedIn answer: [UInt8]) -> [AgentKey]? {
        var reader = SSHReader(answer)
        // 12 is SSH_AGENT_IDENTITIES_ANSWER.
        guard reader.byte() == 12, let count = reader.uint32() else { return nil }
        var keys: [AgentKey] = []
        for _ in 0..<min(count, 1_000) {
            guard let blob = reader.string(), let comment = reader.string() else { break }
            guard let publicKey = PublicKey(blob: Array(blob)) else { continue }
            let name = String(foreign: comment)
            keys.append(AgentKey(publicKey: publicKey, comment: name, agent: self))
        }
        return keys
    }

    /// Has the agent sign `challenge`; the bare signature, without its algorithm's name.
    func sign(
        _ challenge: [UInt8], with key: PublicKey, _ algorithm: SignatureAlgorithm,
        on loop: any EventLoop
    ) -> EventLoopFuture<[UInt8]> {
        var request = SSHWriter()
        // 13 is SSH_AGENTC_SIGN_REQUEST.
        request.byte(13)
        request.string(key.blob)
        request.string(challenge)
        let flags: UInt32 =
            switch algorithm {
            case .rsaSHA256: 2
            case .rsaSHA512: 4
            default: 0
            }
        request.uint32(flags)
        return ask(request.bytes, on: loop).flatMapThrowing { answer in
            var reader = SSHReader(answer)
            // 14 is SSH_AGENT_SIGN_RESPONSE.
            guard reader.byte() == 14, let signature = reader.string() else {
                throw AgentFailure.refused
            }
            var parts = SSHReader(signature)
            guard parts.text() == algorithm.rawValue, let bare = parts.string() else {
                throw AgentFailure.refused
            }
            return Array(bare)
        }
    }

    private func ask(_ message: [UInt8], on loop: any EventLoop) -> EventLoopFuture<[UInt8]> {
        let answer = loop.makePromise(of: [UInt8].self)
        ClientBootstrap(group: loop)
            .connectTimeout(.seconds(5))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        AgentHandler(message: message, patience: SSHAgent.patience, answer: answer))
                }
            }
            .connect(unixDomainSocketPath: socketPath)
            .whenFailure { answer.fail($0) }
        return answer.futureResult
    }
}

/// Why an agent gave no signature.
enum AgentFailure: Error {
    /// It answered that it can't, or won't.
    case refused
    /// It hung up, or said nothing.
    case silent
}
