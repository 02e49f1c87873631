import FleetCore
import FleetExecution
import Synchronization

/// The host keys that are known: read once per process, and learned into.
///
/// libssh2's own reading of these files takes wildcards literally and ignores revocations; this follows
/// sshd(8).
public final class KnownHosts: Sendable {
    let files: KnownHostsFiles
    let index: Mutex<KnownHostsIndex>

    private init(files: KnownHostsFiles, index: consuming KnownHostsIndex) {
        self.files = files
        self.index = Mutex(index)
    }

    /// Reads `files`; those that don't exist say nothing.
    ///
    /// - Throws: ``KnownHostsError`` for a file that is there and can't be read.
    public static func load(
        _ files: KnownHostsFiles = KnownHostsFiles()
    ) async throws(KnownHostsError) -> KnownHosts {
        let index = try await BlockingWork.run { () throws(KnownHostsError) in
            var index = KnownHostsIndex()
            for path in files.user + files.system { try index.read(path) }
            return index
        }
        return KnownHosts(files: files, index: index)
    }

    /// The name under which OpenSSH looks a machine up: the address as written, or `[address]:port`.
    static func name(of machine: Machine) -> String {
        machine.port == 22 ? machine.address : "[\(machine.address)]:\(machine.port)"
    }

    /// The types of the keys that are known for `machine`.
    func algorithms(for machine: Machine) -> [String] {
        index.withLock { index in
            var names: [String] = []
            for line in index.lines(about: machine)
            where line.marker == .key && !names.contains(line.key.algorithm) {
                names.append(line.key.algorithm)
            }
            return names
        }
    }

    /// Checks the key that `machine` has shown, and learns it where the policy says so.
    ///
    /// - Returns: What the operator should know; `nil` for a key that is known.
    /// - Throws: `TransportError`: a changed or revoked key, or an unknown one under `strict`.
    func verify(
        _ key: PublicKey, of machine: Machine, policy: HostKeyPolicy
    ) async throws(TransportError) -> String? {
        switch judge(key, of: machine) {
        case .known: return nil
        case .revoked(let line): throw revoked(key, line)
        case .changed(let line): throw changed(key, of: machine, line)
        case .unknown:
            switch policy {
            case .off: return nil
            case .strict: throw unknown(key)
            case .acceptNew:
                return try await BlockingWork.run { [self] () throws(TransportError) in
                    try learn(key, of: machine)
                }
            }
        }
    }

    private func judge(_ key: PublicKey, of machine: Machine) -> KnownHostsIndex.Verdict {
        index.withLock { $0.judge(key, of: machine) }
    }

    /// Adds a key, unless another task, or another process, has learned one meanwhile.
    ///
    /// The lock is held while the file is written: a key is written once, however many tasks see it.
    private func learn(_ key: PublicKey, of machine: Machine) throws(TransportError) -> String? {
        guard let path = files.user.first else { return nil }
        let result: Result<String?, TransportError> = index.withLock { index in
            var trouble: String?
            do throws(SystemError) {
                let file = try KnownHostsFile(appendingTo: path)
                index.add(try file.newContent(since: index.length(of: path)), from: path)
                switch index.judge(key, of: machine) {
                case .known: return .success(nil)
                case .revoked(let line): return .failure(revoked(key, line))
                case .changed(let line): return .failure(changed(key, of: machine, line))
                case .unknown: break
                }
                let text = index.line(for: key, of: machine, hashed: index.isHashed(path))
                try file.append(text)
                index.add(Array(text.utf8), from: path)
            } catch {
                trouble = error.message
                index.remember(key, of: machine)
            }
            return .success(notice(key, of: machine, path, trouble))
        }
        return try result.get()
    }
}
