import Foundation

/// Who is told by `--notify`: a command of the operator's, or a webhook.
package enum NotificationTarget: Hashable, Sendable {
    /// A line for this machine's `sh`.
    case command(String)
    /// An address that takes JSON by POST. It is a secret: who knows it may write there.
    case webhook(String)

    /// Reads what was written; an address of the web, else a command.
    ///
    /// - Throws: ``NotificationMistake``.
    package init(written text: String) throws(NotificationMistake) {
        guard !text.allSatisfy(\.isWhitespace) else { throw NotificationMistake.empty }
        guard let scheme = text.firstMatch(of: /^([A-Za-z][A-Za-z0-9+.\-]*):\/\//)?.1 else {
            self = .command(text)
            return
        }
        guard ["http", "https"].contains(scheme.lowercased()) else {
            throw NotificationMistake.scheme(String(scheme))
        }
        let visible = UInt8(ascii: "!")...UInt8(ascii: "~")
        guard text.utf8.allSatisfy(visible.contains), URL(string: text)?.host?.isEmpty == false
        else { throw NotificationMistake.address }
        self = .webhook(text)
    }

    /// What may be shown and kept of it: of an address the host, of a command nothing, for either may hold a secret.
    package var shown: String {
        guard case .webhook(let address) = self, let url = URL(string: address),
            let scheme = url.scheme, let host = url.host
        else { return "…" }
        return "\(scheme)://\(host)/…"
    }
}

/// What is wrong with a value of `--notify`.
package enum NotificationMistake: Error, Hashable, CustomStringConvertible {
    case empty
    case scheme(String)
    case address
    case noCurl

    /// What is wrong and what to do, in lower case.
    package var description: String {
        switch self {
        case .empty: "expected a command, or an address: https://…"
        case .scheme(let scheme):
            "expected a command, or an address of http or https, not \(scheme)"
        case .address: "expected an address such as https://hooks.example.org/…"
        case .noCurl:
            "to reach an address takes curl, which isn't in PATH; install it, or name a command"
        }
    }
}
