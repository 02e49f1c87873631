import FleetExecution

extension SSHConnection {
    /// What a handshake's failure means, from what the server has said so far.
    func handshakeFailure(_ error: TransportError) -> TransportError {
        // A timeout and a cancellation say what they are.
        guard error.code == .lost else { return error }
        if wire.isBannerEndless {
            return TransportError(.notSSH, "its banner is a line without an end, which is not SSH")
        }
        if wire.isBannerCutShort {
            return TransportError(.dropped, "the server hung up in the middle of its banner")
        }
        if let answer = wire.foreignAnswer { return foreign(answer) }
        if let category = wire.serverOffer?.disagreement { return disagreement(category) }
        guard let banner = wire.bannerLine else {
            return TransportError(
                .dropped,
                "the server hung up before it said anything; sshd does so under load (MaxStartups)"
                    + " and to addresses that it doesn't serve")
        }
        guard banner.hasPrefix("SSH-2.0-") || banner.hasPrefix("SSH-1.99-") else {
            return TransportError(.notSSH, "it speaks only an old protocol: '\(banner)'")
        }
        return TransportError(.dropped, "the login was cut off during the key exchange: \(error)")
    }

    private func foreign(_ answer: String) -> TransportError {
        // sshd says this in plain text before it hangs up.
        for words in ["Exceeded MaxStartups", "Not allowed at this time"]
        where answer.hasPrefix(words) {
            return TransportError(
                .dropped,
                "the server takes no more logins for now ('\(answer)'): MaxStartups and"
                    + " PerSourcePenalties in sshd_config say how many")
        }
        return TransportError(.notSSH, Wire.notSSH(answer))
    }

    private func disagreement(_ category: KeyExchangeOffer.Category) -> TransportError {
        TransportError(
            .noCommonAlgorithm,
            "no common \(category.name) algorithm: the server has "
                + category.theirs.joined(separator: ", ") + "; libssh2 \(LibSSH2.version) has "
                + category.ours.joined(separator: ", ")
                + "; install a newer libssh2 (1.11.1 knows more), or use 'transport: openssh' for"
                + " this host")
    }
}
