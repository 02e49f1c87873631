import FleetCore

/// The lines of the known_hosts files, arranged for looking up.
struct KnownHostsIndex: Sendable {
    /// What is known about a key that a host shows.
    enum Verdict {
        /// It is the host's key.
        case known
        /// Nothing is known of the host, or only keys of other types.
        case unknown
        /// The line has another key of the same type.
        case changed(KnownHostsLine)
        /// The line says that the key must not be accepted.
        case revoked(KnownHostsLine)
    }

    private var lines: [KnownHostsLine] = []
    /// The lines with plain names, by name.
    private var byName: [String: [Int]] = [:]
    /// The lines that have to be tried one by one: hashed names and patterns.
    private var others: [Int] = []
    /// How many bytes and lines of each file are in here, and whether it has hashed names.
    private var files: [String: File] = [:]

    private struct File {
        var length = 0
        var lineCount = 0
        var isHashed = false
    }

    /// Reads a file; one that doesn't exist is empty.
    mutating func read(_ path: String) throws(KnownHostsError) {
        switch FileContent.read(path, limit: 64 * 1024 * 1024) {
        case .success(let content): add(content.bytes, from: path)
        case .failure(let error) where error.isAbsence: break
        case .failure(let error):
            throw KnownHostsError(
                code: .unreadable, path: path, message: "can't be read: \(error.message)")
        }
    }

    /// Adds what comes next in a file.
    mutating func add(_ bytes: [UInt8], from path: String) {
        var file = files[path] ?? File()
        let newlines = bytes.count(where: { $0 == UInt8(ascii: "\n") })
        var number = file.lineCount
        // By bytes, as OpenSSH does: a comment may hold characters that end lines elsewhere.
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            let text = String(decoding: line.last == 0x0d ? line.dropLast() : line, as: UTF8.self)
            guard let parsed = KnownHostsLine(text[...], place: "\(path):\(number)") else {
                continue
            }
            if case .hashed = parsed.hosts { file.isHashed = true }
            insert(parsed)
        }
        file.length += bytes.count
        file.lineCount += newlines
        files[path] = file
    }

    private mutating func insert(_ line: KnownHostsLine) {
        let index = lines.count
        lines.append(line)
        guard case .names(let names) = line.hosts else { return others.append(index) }
        for name in names { byName[name, default: []].append(index) }
    }

    /// Remembers a key that could not be written, so that a change is noticed within this run.
    mutating func remember(_ key: PublicKey, of machine: Machine) {
        let text = line(for: key, of: machine, hashed: false)
        if let line = KnownHostsLine(text.dropLast(), place: "learned in this run:0") {
            insert(line)
        }
    }

    /// Whether there are no lines.
    var isEmpty: Bool { lines.isEmpty }

    /// How many bytes of a file are in here.
    func length(of path: String) -> Int { files[path]?.length ?? 0 }

    /// Whether names are hashed in a file, so that a new one should be as well.
    func isHashed(_ path: String) -> Bool { files[path]?.isHashed ?? false }

    /// The lines about a machine, in the order of the files.
    func lines(about machine: Machine) -> [KnownHostsLine] {
        lines(named: KnownHosts.name(of: machine))
    }

    private func lines(named name: String) -> [KnownHostsLine] {
        let found = (byName[name] ?? []) + others.filter { lines[$0].hosts.matches(name) }
        return found.sorted().map { lines[$0] }
    }

    /// Judges the key that a machine shows.
    ///
    /// With a port of its own, the entry of the bare address is asked second, but only to find the key
    /// there: it can't make a key a changed one. So does OpenSSH.
    func judge(_ key: PublicKey, of machine: Machine) -> Verdict {
        let verdict = judge(key, lines(about: machine))
        guard case .unknown = verdict, machine.port != 22 else { return verdict }
        switch judge(key, lines(named: machine.address)) {
        case .known: return .known
        case .revoked(let line): return .revoked(line)
        case .unknown, .changed: return .unknown
        }
    }

    private func judge(_ key: PublicKey, _ lines: [KnownHostsLine]) -> Verdict {
        if let line = lines.first(where: { $0.marker == .revoked && $0.key == key }) {
            return .revoked(line)
        }
        let keys = lines.filter { $0.marker == .key }
        if keys.contains(where: { $0.key == key }) { return .known }
        let sameType = keys.first { $0.key.algorithm == key.algorithm }
        return sameType.map(Verdict.changed) ?? .unknown
    }

    /// The line that makes a machine's key known, with its end.
    func line(for key: PublicKey, of machine: Machine, hashed: Bool) -> String {
        let name = KnownHosts.name(of: machine)
        let field = hashed ? HostPattern.hashedField(for: name) : name
        return "\(field) \(key.algorithm) \(key.base64)\n"
    }
}
