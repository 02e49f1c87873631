import FleetCore

/// Decides when a host isn't tried again: another attempt makes no sense, or patience has run out before it.
struct GivingUp: Hashable, Sendable {
    /// Whether the host has been got into, and something asked of it.
    let hasAsked: Bool
    /// For how long a lost connection is sought again; `nil` for ever.
    let patience: Duration?

    /// What is done after an attempt that failed.
    enum Verdict: Hashable {
        /// Another attempt is made.
        case again
        /// The job ends so.
        case end(Outcome)
        /// It has been sought for long enough.
        case outOfPatience
    }

    /// What is done next.
    ///
    /// - Parameter away: how long there will have been no connection when another attempt is made.
    func verdict(away: Duration, because error: TransportError) -> Verdict {
        guard hasAsked else {
            let isBusy =
                error.code == .dropped || error.code == .channelRefused || error.code == .lost
            if isBusy, away < JobStateMachine.patienceWithBusyServers { return .again }
            return .end(.unreachable(Unreachable(error.layer, error.message)))
        }
        switch error.code {
        case .hostKeyChanged, .hostKeyRevoked, .hostKeyUnknown:
            // It may be another machine: nothing may be asked of it.
            return .end(.lost("it came back with another host key: \(error.message)"))
        case .nameUnknown, .refused, .noRoute, .timedOut, .silent, .notSSH, .noCommonAlgorithm,
            .dropped, .authentication, .channelRefused, .commandRefused, .lost, .nameServerSilent,
            .cannotStart, .cancelled:
            // Half-booted hosts refuse logins, and a laptop without a network knows no names.
            break
        }
        guard let patience, away > patience else { return .again }
        return .outOfPatience
    }

    /// How a job ends that was sought for long enough; `finding` says what is dead.
    func lost(_ finding: String) -> Outcome {
        .lost("no contact for \(patience?.inWords ?? "ever"); \(finding)")
    }
}

extension TransportError {
    /// The layer that failed, and what was seen: `tcp: connection refused`.
    var finding: String { "\(layer.rawValue): \(message)" }
}
