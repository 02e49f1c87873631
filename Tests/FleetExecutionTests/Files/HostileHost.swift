import FleetCore

@testable import FleetExecution

/// A host whose files are a table, and which says of them what a test wants it to say.
///
/// It objects to being written to: what a hostile host does with what it is sent, nobody can see.
struct HostileHost: RemoteHost, RemoteConnection, FileTransfer {
    /// What it says that folders hold.
    var names: [String: [[UInt8]]] = [:]
    /// What it says of each path; a folder where it is silent.
    var sizes: [String: UInt64] = [:]
    /// What it gives for any file.
    var content: [UInt8] = []
    /// Whether it hangs up when it is asked for SFTP.
    var hangsUp = false

    let notices: [String] = []
    let isOpen = true
    let way = FileTransferWay.sftp

    func connect() -> any RemoteConnection { self }

    func openFiles() throws(TransportError) -> (any FileTransfer)? {
        if hangsUp { throw TransportError(.lost, "the server hung up") }
        return self
    }

    func start(_ command: RemoteCommand) throws(TransportError) -> any RemoteProcess {
        throw TransportError(.commandRefused, "it runs no commands")
    }

    func status(of path: RemotePath) -> FileStatus? {
        let mode = FileMode(bits: 0o7777)
        guard let size = sizes["\(path)"] else {
            return FileStatus(kind: .folder, size: 0, mode: mode)
        }
        return FileStatus(kind: .file, size: size, mode: mode)
    }

    func names(in folder: RemotePath, limit: Int) -> [[UInt8]] { names["\(folder)"] ?? [] }

    func read(
        _ path: RemotePath, _ range: Range<UInt64>,
        into sink: @Sendable (ArraySlice<UInt8>) async throws(FileTransferError) -> Void
    ) async throws(FileTransferError) {
        guard range.upperBound <= UInt64(content.count) else { throw .shorter(path) }
        try await sink(content[Int(range.lowerBound)..<Int(range.upperBound)])
    }

    func write(
        _ path: RemotePath, from offset: UInt64,
        source: @Sendable () async throws(FileTransferError) -> [UInt8]?
    ) { preconditionFailure("nothing is written to it") }

    func makeFolder(_ path: RemotePath) { preconditionFailure("nothing is made on it") }
    func setMode(_ mode: FileMode, of path: RemotePath) { preconditionFailure("no mode is set") }
    func rename(_ path: RemotePath, to target: RemotePath) { preconditionFailure("no renaming") }
    func remove(_ path: RemotePath) { preconditionFailure("nothing is removed from it") }
    func close() {}
}

/// Keeps a job's events.
actor EventList: JobJournal {
    private(set) var events: [JobEvent] = []

    func record(_ event: JobEvent) { events.append(event) }
    func append(_ output: ArraySlice<UInt8>, from stream: OutputStream, start: Int) {}
    func complete() {}
    func seal() {}
}
