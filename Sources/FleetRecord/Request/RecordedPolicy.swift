public import FleetCore

/// A job's policy as `run.json` holds it; durations are seconds.
public struct RecordedPolicy: Hashable, Sendable, Codable {
    /// The policy.
    public let policy: JobPolicy

    /// Wraps a policy.
    public init(_ policy: JobPolicy) { self.policy = policy }

    private enum CodingKeys: String, CodingKey {
        case reconnectFor = "reconnect_for"
        case onReboot = "on_reboot"
        case rerunMost = "rerun_most"
        case rebootWithin = "reboot_within"
        case idleTimeout = "idle_timeout"
        case timeout
        case onTimeout = "on_timeout"
        case retries, delay
        case keepsSpool = "keep_remote"
        case usesTTY = "tty"
        case splitsStandardError = "split_stderr"
        case becomeUser = "become"
    }

    /// Decodes what ``encode(to:)`` wrote.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func seconds(_ key: CodingKeys) throws -> Duration? {
            let written = try values.decodeIfPresent(Double.self, forKey: key)
            guard written ?? 0 >= 0 else {
                throw DecodingError.dataCorruptedError(
                    forKey: key, in: values, debugDescription: "less than no time")
            }
            return try written.map(decoder.duration)
        }
        var policy = JobPolicy()
        // Absent means for ever: JSON has no infinity.
        policy.reconnect = try seconds(.reconnectFor).map { .within($0) } ?? .forever
        policy.onReboot =
            switch try values.decode(String.self, forKey: .onReboot) {
            case "report": .report
            case "rerun": .rerun(most: try values.decode(Int.self, forKey: .rerunMost))
            case "expected":
                .expected(
                    within: try decoder.duration(
                        try values.decode(Double.self, forKey: .rebootWithin)))
            case let word:
                throw DecodingError.dataCorruptedError(
                    forKey: .onReboot, in: values, debugDescription: "unknown: '\(word)'")
            }
        policy.idleTimeout = try seconds(.idleTimeout)
        policy.timeout = try seconds(.timeout)
        let onTimeout = try values.decode(String.self, forKey: .onTimeout)
        guard let onTimeout = TimeoutPolicy(rawValue: onTimeout) else {
            throw DecodingError.dataCorruptedError(
                forKey: .onTimeout, in: values, debugDescription: "unknown: '\(onTimeout)'")
        }
        policy.onTimeout = onTimeout
        policy.retries = try values.decode(Int.self, forKey: .retries)
        policy.delay = try seconds(.delay) ?? .zero
        policy.keepsSpool = try values.decode(Bool.self, forKey: .keepsSpool)
        policy.usesTTY = try values.decode(Bool.self, forKey: .usesTTY)
        policy.splitsStandardError = try values.decode(Bool.self, forKey: .splitsStandardError)
        policy.becomeUser = try values.decodeIfPresent(String.self, forKey: .becomeUser)
        self.policy = policy
    }

    /// Encodes a flat object; what is `nil` or for ever is left out.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        if case .within(let patience) = policy.reconnect {
            try values.encode(patience.seconds, forKey: .reconnectFor)
        }
        switch policy.onReboot {
        case .report: try values.encode("report", forKey: .onReboot)
        case .rerun(let most):
            try values.encode("rerun", forKey: .onReboot)
            try values.encode(most, forKey: .rerunMost)
        case .expected(let within):
            try values.encode("expected", forKey: .onReboot)
            try values.encode(within.seconds, forKey: .rebootWithin)
        }
        try values.encodeIfPresent(policy.idleTimeout?.seconds, forKey: .idleTimeout)
        try values.encodeIfPresent(policy.timeout?.seconds, forKey: .timeout)
        try values.encode(policy.onTimeout.rawValue, forKey: .onTimeout)
        try values.encode(policy.retries, forKey: .retries)
        if policy.delay > .zero { try values.encode(policy.delay.seconds, forKey: .delay) }
        try values.encode(policy.keepsSpool, forKey: .keepsSpool)
        try values.encode(policy.usesTTY, forKey: .usesTTY)
        try values.encode(policy.splitsStandardError, forKey: .splitsStandardError)
        try values.encodeIfPresent(policy.becomeUser, forKey: .becomeUser)
    }
}
