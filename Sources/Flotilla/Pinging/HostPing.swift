public import FleetCore

/// What was found out about whether a host is there.
public struct HostPing: Hashable, Sendable {
    /// One way of asking a host whether it is there.
    public enum Check: String, Hashable, Sendable, CaseIterable, Codable {
        /// An echo request of the network's own, by the system's `ping`.
        case icmp
        /// A connection to the SSH port.
        case tcp
        /// A login, and a command that prints a word.
        case ssh
    }

    /// What a check gave.
    public enum Finding: Hashable, Sendable {
        /// The host answered, after this long.
        case answered(after: Duration)
        /// It didn't; the layer that failed, and what was seen.
        case failed(Unreachable)
        /// It was not asked; the text says why.
        case skipped(String)

        /// Whether the host answered.
        public var isAnswer: Bool { if case .answered = self { true } else { false } }

        /// Whether the host was asked, and didn't answer.
        public var isFailure: Bool { if case .failed = self { true } else { false } }
    }

    /// All checks, once.
    public struct Try: Hashable, Sendable {
        /// What each check gave; all of them are there.
        public let findings: [Check: Finding]

        /// What `check` gave.
        public subscript(check: Check) -> Finding {
            findings[check] ?? .skipped("not asked")
        }

        /// Whether scripts can be run on the host.
        public var isGood: Bool { self[.ssh].isAnswer }
    }

    /// The host.
    public let host: HostID
    /// What its address and port reach.
    public let machine: Machine
    /// The tries, in order, never none; all but the last failed.
    public internal(set) var tries: [Try]

    /// Whether scripts can be run on the host.
    public var isAlive: Bool { tries.last?.isGood ?? false }

    /// Which layer is dead, in words; `nil` where none is.
    public var verdict: Verdict? { tries.last.flatMap { Verdict($0) } }
}

extension HostPing {
    /// Which layer is dead, and what was seen.
    public struct Verdict: Hashable, Sendable, CustomStringConvertible {
        /// `network`, or the word of an `Unreachable.Layer`.
        public let layer: String
        /// What was seen, and what it means.
        public let message: String

        /// `network: …`.
        public var description: String { "\(layer): \(message)" }

        /// Reads the findings together; `nil` where the host is fine.
        init?(_ findings: Try) {
            if case .failed(let why) = findings[.tcp] {
                self.init(why, icmp: findings[.icmp])
            } else if case .failed(let why) = findings[.ssh] {
                let before = why.layer == .ssh ? "TCP connects, but SSH doesn't answer: " : ""
                self.init(layer: why.layer.rawValue, message: before + why.message)
            } else {
                return nil
            }
        }

        /// A port that doesn't answer: with ICMP's help, it is told whether there is a machine at all.
        private init(_ why: Unreachable, icmp: Finding) {
            let message = why.message
            switch icmp {
            case .answered where why.layer == .tcp:
                self.init(
                    layer: why.layer.rawValue, message: "the machine answers ping, but \(message)")
            case .failed where why.layer == .tcp:
                self.init(layer: "network", message: "no answer to ping either: \(message)")
            case .answered, .failed, .skipped:
                self.init(layer: why.layer.rawValue, message: message)
            }
        }

        private init(layer: String, message: String) {
            self.layer = layer
            self.message = message
        }
    }
}
