import Foundation

/// The right to write to a run's folder: a lock on the file `owner.json`, which names who has it.
///
/// The kernel frees the lock when the program dies. Whoever steals the claim removes the file and makes a new one,
/// and the old owner, whose file has no name any more, writes nothing from then on.
final class RunClaim: Sendable {
    private static let name = "owner.json"
    /// How long a thief waits for the old owner to notice.
    private static let patience = Duration.seconds(5)
    private static let pauseInMicroseconds: UInt32 = 20_000

    private let file: OpenFile

    private init(_ file: OpenFile) { self.file = file }

    /// Who has a claim.
    struct Owner: Codable {
        var process = ProcessInfo.processInfo.processIdentifier
        var host = ProcessInfo.processInfo.hostName
    }

    /// Whether somebody has taken the claim away.
    var isStolen: Bool { file.hasNoName }

    /// Fails where the claim has been stolen; asked before each write.
    func check() throws(RecordError) {
        guard isStolen else { return }
        throw RecordError(
            .stolen, at: file.path,
            "another flotilla has taken the run over, so nothing more is written here",
            remedy: "`flotilla logs -f` follows it")
    }

    /// Takes the claim of the run in `folder`.
    ///
    /// Blocks for a moment.
    ///
    /// - Throws: ``RecordError`` with `.inUse` where another program has it.
    static func take(in folder: Folder) throws(RecordError) -> RunClaim {
        // Who only looks whether it is taken holds the lock for a moment.
        for _ in 0..<5 {
            let file = try folder.append(name)
            if try file.lock() {
                if file.hasNoName { continue }
                try write(Owner(), to: file)
                return RunClaim(file)
            }
            usleep(pauseInMicroseconds)
        }
        throw RecordError(
            .inUse, at: folder.path, "\(try owner(in: folder)) works on this run",
            remedy: "`flotilla logs -f` follows it, --steal takes it over")
    }

    /// Takes the claim whoever has it, and waits for the old owner to let go.
    ///
    /// Blocks for up to five seconds, where the old owner is stopped or hangs.
    static func steal(in folder: Folder) throws(RecordError) -> RunClaim {
        let old = try folder.append(name)
        guard try !old.lock() else { return try take(in: folder, releasing: old) }
        try folder.remove(name)
        let claim = try take(in: folder)
        let deadline = ContinuousClock.now + patience
        while try !old.lock(), ContinuousClock.now < deadline { usleep(pauseInMicroseconds) }
        return claim
    }

    private static func take(
        in folder: Folder, releasing file: OpenFile
    ) throws(RecordError) -> RunClaim {
        file.unlock()
        return try take(in: folder)
    }

    /// Whether another program, or another part of this one, has claimed the run in `folder`.
    static func isTaken(in folder: Folder) -> Bool {
        // A folder without the file was never claimed; one that can't be read tells nothing.
        guard let file = try? folder.read(name) else { return false }
        return file.isLockedElsewhere
    }

    private static func owner(in folder: Folder) throws(RecordError) -> String {
        let file = try folder.read(name)
        let bytes = try file.readAll(most: 4_096)
        // It may be about to write its name.
        guard let owner = try? JSONDecoder().decode(Owner.self, from: Data(bytes)) else {
            return "another flotilla"
        }
        return "another flotilla, process \(owner.process) on \(owner.host),"
    }

    private static func write(_ owner: Owner, to file: OpenFile) throws(RecordError) {
        try file.truncate(to: 0)
        let bytes = try JSONFile.encode(owner, for: file.path)
        if let failure = bytes.withUnsafeBytes({ file.append($0).failure }) { throw failure }
    }
}
