import FleetCore
import FleetExecution

/// What ssh's words mean, at one place.
extension OpenSSHTranscript {
    /// What words of ssh's mean.
    private struct Meaning {
        let words: String
        let code: TransportError.Code
        let sentence: String

        init(_ words: String, _ code: TransportError.Code, _ sentence: String) {
            self.words = words
            self.code = code
            self.sentence = sentence
        }
    }

    /// The first whose words were said counts.
    ///
    /// - Source: OpenSSH 9.2, ssh.c, sshconnect.c, sshconnect2.c, kex.c, packet.c, misc.c, readconf.c.
    private static let meanings: [Meaning] = [
        Meaning("REVOKED HOST KEY DETECTED", .hostKeyRevoked, "its host key is marked as revoked"),
        Meaning(
            "HOST IDENTIFICATION HAS CHANGED", .hostKeyChanged,
            "its host key has changed: the host was installed anew, or somebody sits in between"),
        Meaning(
            "host key is known for", .hostKeyUnknown,
            "its host key is not known; connect once with 'host_keys: accept-new'"),
        Meaning("Host key verification failed", .hostKeyUnknown, "its host key is not accepted"),
        Meaning(
            "Temporary failure in name resolution", .nameServerSilent, "no name server answers"),
        Meaning(
            "Could not resolve hostname", .nameUnknown,
            "its name is unknown; give the host an 'address'"),
        Meaning("Unable to negotiate with", .noCommonAlgorithm, "no common algorithm"),
        Meaning(
            "Too many authentication failures", .authentication,
            "the server takes none of the keys that were tried, and no more tries"),
        Meaning(
            "Permission denied (", .authentication, "the server takes none of the keys that ssh has"
        ),
        Meaning("No supported authentication methods", .authentication, "there is no key for it"),
        Meaning(
            "Exceeded MaxStartups", .dropped,
            "the server takes no more logins for now (MaxStartups in its sshd_config)"),
        Meaning("during banner exchange", .silent, "it says nothing"),
        Meaning("Protocol major versions differ", .notSSH, "it speaks only an old protocol"),
        Meaning(": invalid format", .notSSH, "what answers there is not SSH"),
        Meaning("invalid characters", .notSSH, "what answers there is not SSH"),
        Meaning(": Connection refused", .refused, "the port refuses connections"),
        Meaning("Connection timed out", .timedOut, "no answer"),
        Meaning("Operation timed out", .timedOut, "no answer"),
        Meaning("ssh: connect to ", .noRoute, "it can't be reached"),
        Meaning("kex_exchange_identification: ", .dropped, "the server hung up at once"),
        Meaning(
            "Bad configuration option", .cannotStart, "ssh doesn't understand its configuration"),
        Meaning("bad configuration options", .cannotStart, "ssh refuses its configuration"),
        Meaning("Bad owner or permissions", .cannotStart, "ssh refuses its configuration"),
        Meaning("too long for Unix domain socket", .cannotStart, "ssh can't make its socket"),
        Meaning("unix_listener: ", .cannotStart, "ssh can't make its socket"),
        Meaning("ControlSocket ", .cannotStart, "ssh can't make its socket"),
        Meaning(": not found", .cannotStart, "the system's ssh can't be started"),
        Meaning("Connection closed by ", .dropped, "the server hung up during the login"),
        Meaning("Connection reset by ", .dropped, "the server hung up during the login"),
    ]

    /// Why ssh ended before it was logged in; in its own words where nothing else is known.
    var failure: TransportError {
        for meaning in OpenSSHTranscript.meanings {
            guard let line = lines.first(where: { $0.contains(meaning.words) }) else { continue }
            return TransportError(meaning.code, "\(meaning.sentence); ssh says: '\(line)'")
        }
        guard let line = lines.last else {
            return TransportError(.dropped, "ssh ended before the login was done, without a word")
        }
        return TransportError(.dropped, "ssh ended before the login was done; it says: '\(line)'")
    }

    /// Why the login isn't done within `limit`.
    func timeout(after limit: String) -> TransportError {
        isConnected
            ? TransportError(
                .silent, "no answer within \(limit) while ssh waited for the server to let it in")
            : TransportError(
                .timedOut, "no answer within \(limit) while ssh waited for the connection")
    }

    /// Why a connection is gone that was there.
    var loss: TransportError {
        guard
            let line = lines.last(where: {
                !$0.hasPrefix("Transferred: ") && !$0.hasPrefix("Bytes per ")
            })
        else { return TransportError(.lost, "the system's ssh has ended") }
        return TransportError(.lost, "the connection of the system's ssh has ended: '\(line)'")
    }

    /// What the operator should know about the host's key; nothing for a key that was known.
    func notices(about machine: Machine, isForgotten: Bool) -> [String] {
        guard !isForgotten, let hostKey,
            lines.contains(where: { $0.hasPrefix("Warning: Permanently added ") })
        else { return [] }
        let trouble = lines.first { $0.hasPrefix("Failed to add the host") }
        return [
            "ssh has learned the host key of \(machine): \(hostKey)"
                + (trouble.map { " (for this run only: \($0))" } ?? "")
        ]
    }
}
