import FleetCore
import Synchronization

/// Tells of files as they are copied.
final class FileReporter: Sendable {
    private let journal: any JobJournal
    private let progress: @Sendable (FileProgress) async -> Void
    private let moved = Atomic<UInt64>(0)
    private let steps = Atomic<UInt64>(0)
    /// The host's ways and tools that the operator has been told of.
    private let told = Mutex<Set<String>>([])

    /// The part that is being filled.
    private let part = Mutex<OpenPart?>(nil)

    /// The part of a file, on the side that it is copied to.
    enum OpenPart: Hashable {
        case here(LocalPath)
        case there(RemotePath)
    }

    init(_ journal: any JobJournal, progress: @escaping @Sendable (FileProgress) async -> Void) {
        self.journal = journal
        self.progress = progress
    }

    /// How many bytes were copied so far.
    var bytes: UInt64 { moved.load(ordering: .relaxed) }

    /// A number that grows with all that succeeds: the same as before means that a connection brought nothing.
    var activity: UInt64 { bytes &+ steps.load(ordering: .relaxed) }

    /// More bytes of a file are where they belong.
    func copied(_ count: Int, of path: RemotePath, done: UInt64, total: UInt64) async {
        moved.add(UInt64(count), ordering: .relaxed)
        await progress(FileProgress(path: "\(path)", done: done, total: total))
    }

    /// The part that was being filled last, unless it has become whole.
    var openPart: OpenPart? { part.withLock { $0 } }

    /// A part is about to be filled, or no part is any more.
    func filling(_ part: OpenPart?) { self.part.withLock { $0 = part } }

    /// Something happened.
    func record(_ event: JobEvent) async {
        steps.add(1, ordering: .relaxed)
        await journal.record(event)
    }

    /// Tells something once.
    func tellOnce(_ notice: String) async {
        guard told.withLock({ $0.insert(notice).inserted }) else { return }
        await journal.record(.notice(notice))
    }

    /// Tells how a host's files are reached and compared, where it isn't the usual way.
    func tell(_ way: FileTransferWay) async {
        guard way == .commands else { return }
        await tellOnce("the host has no SFTP: its files are copied by commands of its shell")
    }

    /// Tells what compares files, where it isn't SHA-256 on the host.
    func tell(_ digest: HostFiles.Digest) async {
        if digest.digest.algorithm == .posix {
            await tellOnce("the host has no program for SHA-256: files are compared by cksum")
        } else if digest.verification == HostFiles.readingBack {
            await tellOnce("the host runs no program for checksums: files are read back to compare")
        }
    }
}
