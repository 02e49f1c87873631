public import FleetCore
import FleetExecution
import FleetReport

/// What was found on a host.
public struct HostReport: Sendable {
    /// The host.
    public let host: HostID
    /// What its address and port reach.
    public let machine: Machine
    /// What is there, each a few words: `tmux 3.3a`; none where the host wasn't got into.
    public let facts: [String]
    /// What should be known of it, the gravest first.
    public let advice: [Advice]
    /// Why it wasn't got into; `nil` where it was.
    public let failure: Unreachable?

    init(_ host: PlannedHost, _ found: Result<ExaminedHost, TransportError>) {
        self.host = host.id
        machine = host.machine
        switch found {
        case .success(let examined):
            facts = examined.findings.facts
            advice = HostAdvice.advice(about: examined)
            failure = nil
        case .failure(let error):
            facts = []
            advice = []
            failure = Unreachable(error.layer, error.message)
        }
    }

    /// The gravest of the advice; `nil` where there is none.
    public var level: Advice.Level? { advice.map(\.level).max() }
}

extension HostFindings {
    /// What is there, made safe for a terminal.
    fileprivate var facts: [String] {
        let kept = free.map { "\(HumanByteCount($0)) free" }
        let up = uptime.map { "up \(HumanDuration($0))" }
        let short = shell?.split(separator: "/").last.map { "shell \($0)" }
        return [system, short, tmux ?? "no tmux", kept, up, boot.map { "boot \($0)" }]
            .compactMap { $0 }.map { DisplayText.line($0) }
    }
}
