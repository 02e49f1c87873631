/// How a job ended.
public enum Outcome: Hashable, Sendable {
    /// The script ran to its end and exited with 0.
    case ok
    /// The script ended in any other way.
    case failed(ExitStatus)
    /// The machine rebooted in the middle of the script.
    case rebooted
    /// The script printed nothing for longer than it may.
    case idleTimeout
    /// The script ran for longer than it may.
    case timeout
    /// The host was never got into.
    case unreachable(Unreachable)
    /// The host was got into, and then the script's end could not be learned.
    case lost(String)
    /// The operator ended it.
    case cancelled
    /// It was not started because something went wrong; the text says what.
    case skipped(String)
    /// It was not started because the playbook itself says so; the text says why. That is no trouble.
    case unneeded(String)

    /// The word for it, the same in the summary, in events and in JSON.
    public var word: Word {
        switch self {
        case .ok: .ok
        case .failed: .failed
        case .rebooted: .rebooted
        case .idleTimeout: .idleTimeout
        case .timeout: .timeout
        case .unreachable: .unreachable
        case .lost: .lost
        case .cancelled: .cancelled
        case .skipped, .unneeded: .skipped
        }
    }

    /// The words for ends of a job (PRODUCT.md, "Ends of a job").
    public enum Word: String, Sendable, Codable, CaseIterable {
        /// Exited with 0.
        case ok
        /// Exited otherwise, or by a signal.
        case failed
        /// The machine rebooted in mid-script.
        case rebooted
        /// Silent for too long.
        case idleTimeout = "idle-timeout"
        /// Took too long.
        case timeout
        /// Never got in.
        case unreachable
        /// Got in, then not again.
        case lost
        /// Ended by the operator.
        case cancelled
        /// Not started.
        case skipped
    }

    /// Whether all is as it should be: it succeeded, or was not wanted.
    public var isGood: Bool {
        switch self {
        case .ok, .unneeded: true
        case .failed, .rebooted, .idleTimeout, .timeout, .unreachable, .lost, .cancelled, .skipped:
            false
        }
    }

    /// The script's own exit, where the outcome tells it.
    public var exitStatus: ExitStatus? {
        switch self {
        case .ok: .code(0)
        case .failed(let status): status
        case .rebooted, .idleTimeout, .timeout, .unreachable, .lost, .cancelled, .skipped,
            .unneeded:
            nil
        }
    }

    /// Why, in a few words, where the word alone doesn't say it.
    public var detail: String? {
        switch self {
        case .failed(let status): status.description
        case .unreachable(let why): why.description
        case .lost(let why), .skipped(let why), .unneeded(let why): why
        case .ok, .rebooted, .idleTimeout, .timeout, .cancelled: nil
        }
    }
}

extension Outcome: Codable {
    private enum CodingKeys: String, CodingKey {
        case status, exit, unreachable, reason, unneeded
    }

    /// Decodes what ``encode(to:)`` wrote.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        switch try values.decode(Word.self, forKey: .status) {
        case .ok: self = .ok
        case .failed: self = .failed(try values.decode(ExitStatus.self, forKey: .exit))
        case .rebooted: self = .rebooted
        case .idleTimeout: self = .idleTimeout
        case .timeout: self = .timeout
        case .unreachable:
            self = .unreachable(try values.decode(Unreachable.self, forKey: .unreachable))
        case .lost: self = .lost(try values.decode(String.self, forKey: .reason))
        case .cancelled: self = .cancelled
        case .skipped:
            let reason = try values.decode(String.self, forKey: .reason)
            let isUnneeded = try values.decodeIfPresent(Bool.self, forKey: .unneeded) ?? false
            self = isUnneeded ? .unneeded(reason) : .skipped(reason)
        }
    }

    /// Encodes `{"status": "failed", "exit": {"code": 3}}`.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(word, forKey: .status)
        switch self {
        case .failed(let status): try values.encode(status, forKey: .exit)
        case .unreachable(let why): try values.encode(why, forKey: .unreachable)
        case .lost(let why), .skipped(let why): try values.encode(why, forKey: .reason)
        case .unneeded(let why):
            try values.encode(why, forKey: .reason)
            try values.encode(true, forKey: .unneeded)
        case .ok, .rebooted, .idleTimeout, .timeout, .cancelled: break
        }
    }
}
