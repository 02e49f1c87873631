public import FleetCore
import Synchronization

/// What an operator asks and decides about keys, outside a login.
extension KnownHosts {
    /// What the files say about `key`, shown by `machine`.
    public func standing(of key: PublicKey, on machine: Machine) -> HostKeyStanding {
        switch index.withLock({ $0.judge(key, of: machine) }) {
        case .known: .known
        case .unknown: .unknown
        case .changed(let line): .changed(from: KnownHostKey(line))
        case .revoked(let line): .revoked(KnownHostKey(line))
        }
    }

    /// The keys that the files have for `machine`, in their order.
    public func keys(of machine: Machine) -> [KnownHostKey] {
        index.withLock { index in
            index.lines(about: machine).filter { $0.marker == .key }.map { KnownHostKey($0) }
        }
    }

    /// Whether the files have no key at all.
    public var isEmpty: Bool { index.withLock { $0.isEmpty } }

    /// The file that keys are learned into.
    public var pathOfLearned: String? { files.user.first }

    /// Writes `key` down as the one of `machine`, unless it is known.
    ///
    /// - Parameter replacesOther: Whether a known key of the same type goes for it.
    /// - Throws: ``KnownHostsError``; then the file is as it was.
    public func trust(
        _ key: PublicKey, of machine: Machine, replacesOther: Bool
    ) async throws(KnownHostsError) {
        guard let path = pathOfLearned else { return }
        let new = NewKey(key: key, machine: machine, path: path)
        let refusal = await BlockingWork.run { [self] in
            index.withLock { index -> KnownHostsError? in
                do throws(SystemError) {
                    return try write(new, into: &index, replacesOther: replacesOther)
                } catch {
                    let message = "can't be written: \(error.message)"
                    return KnownHostsError(code: .unwritable, path: path, message: message)
                }
            }
        }
        if let refusal { throw refusal }
    }

    /// Adds the key to the file, or says why not.
    ///
    /// The lock on the file is held meanwhile: what another process has learned counts.
    private func write(
        _ new: NewKey, into index: inout KnownHostsIndex, replacesOther: Bool
    ) throws(SystemError) -> KnownHostsError? {
        let file = try KnownHostsFile(appendingTo: new.path)
        index.add(try file.newContent(since: index.length(of: new.path)), from: new.path)
        switch index.judge(new.key, of: new.machine) {
        case .known: return nil
        case .unknown:
            let text = index.line(for: new.key, of: new.machine, hashed: index.isHashed(new.path))
            try file.append(text)
            index.add(Array(text.utf8), from: new.path)
            return nil
        case .revoked(let line):
            return KnownHostsError(
                code: .revoked, path: line.place, message: "the key is marked as revoked here")
        case .changed(let line):
            guard replacesOther else {
                return KnownHostsError(
                    code: .otherKnown, path: line.place, message: "another key is known here")
            }
            return try replace(with: new, in: file, &index)
        }
    }

    /// Puts the key in the place of those of its type, if they are in this file and in lines about single hosts.
    private func replace(
        with new: NewKey, in file: borrowing KnownHostsFile, _ index: inout KnownHostsIndex
    ) throws(SystemError) -> KnownHostsError? {
        var text = KnownHostsText(try file.newContent(since: 0))
        text.forget(new.key.algorithm, of: KnownHosts.name(of: new.machine))
        let line = index.line(for: new.key, of: new.machine, hashed: index.isHashed(new.path))
        text.append(line)
        var fresh = KnownHostsIndex()
        do throws(KnownHostsError) {
            for path in files.user + files.system {
                if path == new.path {
                    fresh.add(text.bytes, from: path)
                } else {
                    try fresh.read(path)
                }
            }
        } catch {
            return error
        }
        for old in fresh.lines(about: new.machine)
        where old.marker == .key && old.key.algorithm == new.key.algorithm && old.key != new.key {
            return KnownHostsError(
                code: .otherKnown, path: old.place,
                message:
                    "another key is known here, in a line that flotilla doesn't change; take it"
                    + " out by hand")
        }
        try file.replace(with: text.bytes)
        index = fresh
        return nil
    }
}

/// A key that is to be written down.
private struct NewKey {
    let key: PublicKey
    let machine: Machine
    let path: String
}
