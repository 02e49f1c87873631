import FleetExecution

/// A command whose streams are pipes of ours.
final class StreamedProcess: RemoteProcess {
    private let streams: ProgramStreams
    /// The connection that it runs over, which it keeps open.
    private let connection: any RemoteConnection

    init(_ streams: ProgramStreams, keeping connection: any RemoteConnection) {
        self.streams = streams
        self.connection = connection
    }

    deinit { streams.leaveSoon(StreamedProcess.closedHere) }

    func next() async throws(TransportError) -> RemoteOutput { try await streams.next() }

    func send(_ bytes: [UInt8]) async throws(TransportError) { try await streams.send(bytes) }

    func finishInput(with last: [UInt8]) async { await streams.finishInput(with: last) }

    func close() async { await streams.leave(StreamedProcess.closedHere) }

    private static let closedHere = TransportError(.lost, "the command's channel was closed here")
}
