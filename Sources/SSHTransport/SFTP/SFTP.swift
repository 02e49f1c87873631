package import FleetExecution
package import NIOCore

/// SFTP over any channel: what other transports share.
package enum SFTP {
    /// The name by which servers know it.
    package static let subsystem = SFTPFiles.subsystem

    /// The host's files over `channel`, on which the subsystem has been started and whose bytes come on `loop`.
    ///
    /// - Returns: `nil` where what runs there is no SFTP server; the channel is closed then.
    package static func files(
        on channel: any RemoteProcess, loop: any EventLoop
    ) async throws(TransportError) -> (any FileTransfer)? {
        try await SFTPFiles.open(SFTPSession(on: channel, loop: loop))
    }
}
