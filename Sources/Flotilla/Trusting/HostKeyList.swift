import FleetCore
import Foundation
public import SSHTransport

/// A list of host keys that somebody vouches for, to compare with what hosts show.
///
/// Lines of known_hosts are about the hosts that they name. A fingerprint (`ssh-keygen -lf`, a cloud's console) and
/// a public key by itself are about whichever host shows them.
public struct HostKeyList: Sendable {
    /// What a list says about a key that a host shows.
    public enum Comparison: Hashable, Sendable {
        /// It is in the list.
        case listed
        /// The list has another key of the type for the host.
        case differs(KnownHostKey)
        /// The list says that the key must not be accepted.
        case revoked(KnownHostKey)
        /// The list doesn't have it.
        case unlisted
    }

    /// Where it was read from.
    public let path: String
    private let known: KnownHosts
    private let fingerprints: Set<String>

    /// The most bytes of a list.
    private static let mostBytes = 16 * 1024 * 1024

    /// Reads the list at `path`.
    ///
    /// - Throws: ``PlanError`` for a file that can't be read or has no key in it.
    public init(path: String) async throws(PlanError) {
        self.path = path
        do {
            known = try await KnownHosts.load(KnownHostsFiles(user: [path], system: []))
            let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            let data = try handle.read(upToCount: HostKeyList.mostBytes) ?? Data()
            try handle.close()
            fingerprints = HostKeyList.fingerprints(in: String(decoding: data, as: UTF8.self))
        } catch {
            throw PlanError(
                .unreadableList, "the list of host keys '\(path)' can't be read: \(error)")
        }
        guard !fingerprints.isEmpty || !known.isEmpty else {
            throw PlanError(
                .unreadableList,
                "'\(path)' has no host key in it; expected lines of known_hosts, of 'ssh-keygen -lf',"
                    + " or fingerprints that begin with SHA256:")
        }
    }

    /// What the list says about `key`, shown by `machine`.
    func comparison(of key: PublicKey, on machine: Machine) -> Comparison {
        switch known.standing(of: key, on: machine) {
        case .known: .listed
        case .changed(let other): .differs(other)
        case .revoked(let line): .revoked(line)
        case .unknown: fingerprints.contains(key.fingerprint) ? .listed : .unlisted
        }
    }

    /// The keys that the list has for `machine` and that are not among `shown`.
    func missing(on machine: Machine, among shown: [PublicKey]) -> [KnownHostKey] {
        known.keys(of: machine).filter { !shown.contains($0.key) }
    }
}

extension HostKeyList {
    /// The fingerprints in a text: words such as `SHA256:…`, and those of public keys by themselves.
    static func fingerprints(in text: String) -> Set<String> {
        var found: Set<String> = []
        for line in text.split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
            let words = line.split(whereSeparator: \.isWhitespace)
            for word in words where word.hasPrefix("SHA256:") {
                // Some tools pad the base64.
                found.insert(String(word.prefix { $0 != "=" }))
            }
            // With a host before it, a key is that host's alone: known_hosts has it.
            if words.count > 1, let blob = Data(base64Encoded: String(words[1])),
                let key = PublicKey(blob: Array(blob)), key.algorithm == words[0]
            {
                found.insert(key.fingerprint)
            }
        }
        return found
    }
}
