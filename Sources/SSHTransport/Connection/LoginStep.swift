import FleetCore
import FleetExecution

/// How far a login has come.
enum LoginStep {
    /// The name is being looked up.
    case resolving
    /// TCP is being connected.
    case connecting
    /// A jump host connects for us.
    case tunnelling
    /// The server's banner is awaited.
    case banner
    /// Keys are being exchanged.
    case keyExchange
    /// The host's key is being looked up, or learned.
    case hostKey
    /// The user is being authenticated.
    case authentication

    /// What was waited for, to end the sentence "no answer within 10 s while waiting for".
    var awaited: String {
        switch self {
        case .resolving: "the name server"
        case .connecting: "the TCP connection"
        case .tunnelling: "the TCP connection that the jump host makes"
        case .banner: "the server's SSH banner (TCP is connected)"
        case .keyExchange: "the key exchange"
        case .hostKey: "the known_hosts file"
        case .authentication: "the authentication"
        }
    }

    /// What it means when the connect timeout runs out here.
    var silenceCode: TransportError.Code {
        switch self {
        case .resolving: .nameServerSilent
        case .connecting, .tunnelling: .timedOut
        case .banner, .keyExchange, .hostKey, .authentication: .silent
        }
    }
}

extension Duration {
    /// `10 s`, `0.3 s`: for messages.
    package var inWords: String {
        let whole = Int(seconds)
        return Double(whole) == seconds ? "\(whole) s" : "\(seconds) s"
    }
}
