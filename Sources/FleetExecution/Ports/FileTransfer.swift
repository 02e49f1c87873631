public import FleetCore

/// The files of a host, over one connection: single steps, of which a copy is made.
///
/// The port that copying needs: SFTP where the host has it, commands of its shell elsewhere. One caller at a
/// time. No step follows a symbolic link at the end of a path, as far as the host's system lets it.
public protocol FileTransfer: Sendable {
    /// How the bytes go.
    var way: FileTransferWay { get }

    /// What stands at `path`, a link being one; `nil` where nothing does.
    func status(of path: RemotePath) async throws(FileTransferError) -> FileStatus?

    /// The names in a folder, in no order, without `.` and `..`; as the host says them, so they may be anything.
    ///
    /// - Throws: ``FileTransferError`` with `.tooLarge` where there are more than `limit`.
    func names(in folder: RemotePath, limit: Int) async throws(FileTransferError) -> [[UInt8]]

    /// Makes a folder, 0700; it must not exist.
    func makeFolder(_ path: RemotePath) async throws(FileTransferError)

    /// Gives the bytes of a file in `range` to `sink`, in order and in pieces; exactly these, or it fails.
    ///
    /// `sink` returning asks for more: what is on its way is bounded, whatever the host sends.
    func read(
        _ path: RemotePath, _ range: Range<UInt64>,
        into sink: @Sendable (ArraySlice<UInt8>) async throws(FileTransferError) -> Void
    ) async throws(FileTransferError)

    /// Writes what `source` gives, until it gives `nil`, into a file from its byte `offset` on.
    ///
    /// A file from byte 0 on is made, 0600, and must not exist; another one must, with `offset` bytes. `source` is
    /// asked as fast as the host takes it. Returns once the host says that it has written all.
    func write(
        _ path: RemotePath, from offset: UInt64,
        source: @Sendable () async throws(FileTransferError) -> [UInt8]?
    ) async throws(FileTransferError)

    /// Sets a file's mode.
    func setMode(_ mode: FileMode, of path: RemotePath) async throws(FileTransferError)

    /// Gives a file another name in its folder, in one step, in place of the file that has the name.
    func rename(_ path: RemotePath, to target: RemotePath) async throws(FileTransferError)

    /// Removes a file; one that isn't there is none to remove.
    func remove(_ path: RemotePath) async throws(FileTransferError)

    /// Closes what it holds of the connection.
    func close() async
}

/// How the bytes of a file go to a host.
public enum FileTransferWay: String, Sendable, CaseIterable {
    /// The SFTP subsystem of the host's SSH server.
    case sftp = "SFTP"
    /// Commands of the host's shell.
    case commands
    /// The same on this machine, where there is nothing better.
    case local
}

/// What stands at a path.
public struct FileStatus: Hashable, Sendable {
    /// What it is.
    public let kind: Kind
    /// How many bytes it has.
    public let size: UInt64
    /// Who may do what with it.
    public let mode: FileMode

    /// What may stand at a path.
    public enum Kind: Hashable, Sendable {
        /// A plain file.
        case file
        /// A folder.
        case folder
        /// A symbolic link, wherever it leads.
        case link
        /// A device, a pipe, a socket.
        case other
    }

    /// Creates a status.
    public init(kind: Kind, size: UInt64, mode: FileMode) {
        self.kind = kind
        self.size = size
        self.mode = mode
    }
}
