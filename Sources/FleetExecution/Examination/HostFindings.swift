/// What a host says of itself when it is examined.
///
/// Whatever the host sends, this is small, and nothing in it is longer than a line; the texts are not made safe for
/// a terminal.
package struct HostFindings: Hashable, Sendable {
    /// The operating system and its release: `Linux 6.1.0`.
    package let system: String?
    /// The user's login shell.
    package let shell: String?
    /// The user's name.
    package let user: String?
    /// The programs that a job needs and that aren't there.
    package let missing: [String]
    /// The programs that a job can do without and that aren't there.
    package let lacking: [String]
    /// Where jobs keep their output; `nil` where nothing can be written to.
    package let spool: String?
    /// Where they would like to.
    package let home: String?
    /// The room there, in bytes.
    package let free: UInt64?
    /// How many files can be made there, where the file system counts them.
    package let inodes: UInt64?
    /// What earlier runs left.
    package let left: Left?
    /// The version of tmux; `nil` where there is none.
    package let tmux: String?
    /// The locale in which tmux starts; `nil` where it doesn't.
    package let locale: String?
    /// What tmux said where it didn't start.
    package let tmuxSaid: String?
    /// Whether logind ends what a user leaves behind; `nil` where logind has no say.
    package let killsProcesses: Bool?
    /// Whether logind keeps what runs in the user's own manager.
    package let isLingering: Bool
    /// Whether the user may become the one that was asked about; `nil` where none was.
    package let sudo: SudoAnswer?
    /// What differs after a reboot.
    package let boot: String?
    /// How long the machine has been up.
    package let uptime: Duration?
    /// Its clock, in seconds since 1970.
    package let clock: Int64?
    /// How many bytes were printed before the answer, by the login's scripts.
    package let noise: Int
    /// The first of them.
    package let noiseBegin: String

    /// What lies in the folders for output.
    package struct Left: Hashable, Sendable {
        /// Jobs that have ended.
        package let ended: Int
        /// Jobs that have not.
        package let running: Int
        /// All that they take on the disk.
        package let bytes: UInt64
    }

    /// Whether another user can be become.
    package enum SudoAnswer: Hashable, Sendable {
        /// Without a password.
        case allowed
        /// There is no sudo.
        case missing
        /// Not without a password, or not at all; what sudo said.
        case refused(String)
    }
}

extension HostFindings {
    /// The most lines of an answer that are read.
    private static let mostLines = 200
    /// The most bytes of a line.
    private static let longestLine = 400

    /// Reads what came on standard output, or gives `nil` where the answer to `nonce` isn't in it, whole.
    package init?(output: [UInt8], nonce: Nonce) {
        let text = output[...]
        guard let begin = HostFindings.range(of: "begin", nonce, in: text),
            let end = HostFindings.range(of: "end", nonce, in: text[begin.upperBound...])
        else { return nil }
        var values: [String: [String]] = [:]
        let lines = text[begin.upperBound..<end.lowerBound].split(separator: UInt8(ascii: "\n"))
        for line in lines.prefix(HostFindings.mostLines)
        where line.count <= HostFindings.longestLine {
            guard let equals = line.firstIndex(of: UInt8(ascii: "=")) else { continue }
            let value = String(decoding: line[(equals + 1)...], as: UTF8.self)
            let key = String(decoding: line[..<equals], as: UTF8.self)
            if !value.isEmpty { values[key, default: []].append(value) }
        }
        self.init(Values(all: values), noise: output[..<begin.lowerBound])
    }

    private init(_ values: Values, noise: ArraySlice<UInt8>) {
        system = values["system"]
        shell = values["shell"]
        user = values["user"]
        missing = values.all["missing"] ?? []
        lacking = values.all["lacking"] ?? []
        spool = values["spool"]
        home = values["home"]
        free = values.number("free").map { UInt64($0) * 1_024 }
        inodes = values.number("inodes").map { UInt64($0) }
        left = Left(values["left"])
        tmux = values["tmux-version"] ?? values["tmux"]
        locale = values["locale"]
        tmuxSaid = values["tmux-said"]
        killsProcesses = values["kills"].map { $0 == "yes" }
        isLingering = values["linger"] == "yes"
        sudo = SudoAnswer(values["sudo"], said: values["sudo-said"])
        boot = values["boot"]
        uptime = values["up"].flatMap { Double($0) }
            .flatMap { (0..<1e10).contains($0) ? .seconds($0) : nil }
        clock = values.number("clock")
        self.noise = noise.count
        noiseBegin = String(decoding: noise.prefix(60), as: UTF8.self)
    }

    /// Where a mark is; login scripts may print before it without an end to their line.
    private static func range(
        of word: String, _ nonce: Nonce, in text: ArraySlice<UInt8>
    ) -> Range<Int>? {
        let mark = Array("\u{1e}flotilla-doctor 1 \(nonce) \(word)\n".utf8)
        var rest = text
        while let start = rest.firstIndex(of: 0x1e) {
            if text[start...].starts(with: mark) { return start..<start + mark.count }
            rest = text[(start + 1)...]
        }
        return nil
    }
}

/// The lines of an answer, by their keys.
private struct Values {
    let all: [String: [String]]

    /// The first value of a key.
    subscript(key: String) -> String? { all[key]?.first }

    /// A number from 0 up to what fits into a disk's size.
    func number(_ key: String) -> Int64? {
        self[key].flatMap { Int64($0) }.flatMap { 0...(1 << 50) ~= $0 ? $0 : nil }
    }
}

extension HostFindings.Left {
    fileprivate init?(_ value: String?) {
        let numbers = (value ?? "").split(separator: " ").compactMap { UInt32($0) }
        guard numbers.count == 3 else { return nil }
        ended = Int(numbers[0])
        running = Int(numbers[1])
        bytes = UInt64(numbers[2]) * 1_024
    }
}

extension HostFindings.SudoAnswer {
    fileprivate init?(_ value: String?, said: String?) {
        switch value {
        case "yes": self = .allowed
        case "missing": self = .missing
        case nil: return nil
        default: self = .refused(said ?? "")
        }
    }
}
