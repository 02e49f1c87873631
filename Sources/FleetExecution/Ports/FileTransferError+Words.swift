/// The sentences that both ways of copying say alike.
extension FileTransferError {
    /// Nothing stands at `path`.
    package static func notFound(_ path: RemotePath) -> FileTransferError {
        FileTransferError(.notFound, "there is no '\(path)' on the host")
    }

    /// The user who logs in may not do that with `path`.
    package static func denied(_ path: RemotePath, _ reason: String) -> FileTransferError {
        FileTransferError(
            .denied, "the host denies access to '\(path)' (\(reason)); log in as a user who may")
    }

    /// The disk that `path` is on is full.
    package static func diskFull(_ path: RemotePath) -> FileTransferError {
        FileTransferError(
            .diskFull, "the host's disk is full at '\(path.folder)'; free some space there")
    }

    /// Something stands at `path` already.
    package static func exists(_ path: RemotePath) -> FileTransferError {
        FileTransferError(.exists, "there is a '\(path)' on the host already")
    }

    /// A file ended before all that it was said to hold had been read.
    package static func shorter(_ path: RemotePath) -> FileTransferError {
        FileTransferError(
            .changed, "'\(path)' on the host became shorter while it was read; fetch it again")
    }

    /// The host failed in a way that has no words of ours.
    package static func failed(_ path: RemotePath, _ reason: String) -> FileTransferError {
        FileTransferError(.failed, "the host fails at '\(path)': \(reason)")
    }
}
