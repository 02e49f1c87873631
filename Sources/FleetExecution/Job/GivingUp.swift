import FleetCore

/// Decides when a host isn't tried again: another attempt makes no sense, or patience has run out before it.
struct GivingUp: Hashable, Sendable {
    /// Whether the host has been got into, and something asked of it.
    let hasAsked: Bool
    /// For how long a lost connection is sought again; `nil` for ever.
    let patience: Duration?

    /// How the job ends, or `nil` where another attempt is made.
    ///
    /// - Parameter away: how long there will have been no connection when it is made.
    func outcome(away: Duration, because error: TransportError) -> Outcome? {
        guard hasAsked else {
            let isBusy =
                error.code == .dropped || error.code == .channelRefused || error.code == .lost
            if isBusy, away < JobStateMachine.patienceWithBusyServers { return nil }
            return .unreachable(Unreachable(error.layer, error.message))
        }
        switch error.code {
        case .hostKeyChanged, .hostKeyRevoked, .hostKeyUnknown:
            // It may be another machine: nothing may be asked of it.
            return .lost("it came back with another host key: \(error.message)")
        case .nameUnknown, .refused, .noRoute, .timedOut, .silent, .notSSH, .noCommonAlgorithm,
            .dropped, .authentication, .channelRefused, .commandRefused, .lost, .nameServerSilent,
            .cancelled:
            // Half-booted hosts refuse logins, and a laptop without a network knows no names.
            break
        }
        guard let patience, away > patience else { return nil }
        let layer = error.layer.rawValue
        return .lost("no contact for \(patience.inWords) (\(layer)): \(error.message)")
    }
}
