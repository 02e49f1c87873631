import NIOCore

/// A key that an agent holds.
public struct AgentKey: Sendable {
    /// The public half.
    public let publicKey: PublicKey
    /// What the agent calls it, most often the file that it came from.
    public let comment: String
    let agent: SSHAgent

    /// Has the agent sign `challenge`.
    func signature(
        of challenge: [UInt8], _ algorithm: SignatureAlgorithm, on loop: any EventLoop
    ) -> EventLoopFuture<[UInt8]> {
        agent.sign(challenge, with: publicKey, algorithm, on: loop)
    }
}
