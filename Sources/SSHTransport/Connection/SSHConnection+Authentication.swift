import FleetExecution
import NIOCore

extension SSHConnection {
    /// Offers one identity after the other until the server takes one, then the password, if there is one.
    ///
    /// There is no "none" request first, as OpenSSH makes it: one round trip less.
    func authenticate() async throws(TransportError) {
        step = .authentication
        guard let session else { throw ended ?? TransportError(.lost, "the connection was closed") }
        var offered: [String] = []
        do throws(TransportError) {
            for identity in endpoint.identities {
                let algorithms = identity.publicKey.signatureAlgorithms(for: session.banner)
                offered.append(identity.name + (algorithms.isEmpty ? ", a type not supported" : ""))
                for algorithm in algorithms {
                    if try await offer(identity, signing: algorithm, to: session) { return }
                }
            }
            let user = endpoint.user
            let methods = try await complete { _ in session.authenticationMethods(user: user) }
            // It needs none of it.
            if session.isAuthenticated { return }
            if let password = endpoint.password {
                if try await authenticate(by: password, methods, to: session) { return }
                offered.append(password.description)
            }
            throw refusal(offered: offered, methods: methods)
        } catch {
            throw authenticationFailure(error, offered: offered)
        }
    }

    /// Offers one identity; returns whether the server let the user in.
    private func offer(
        _ identity: Identity, signing algorithm: SignatureAlgorithm, to session: Session
    ) async throws(TransportError) -> Bool {
        let exchange = SignatureExchange()
        self.exchange = exchange
        defer { self.exchange = nil }
        let blob = identity.publicKey.blob(for: algorithm)
        let user = endpoint.user
        var isAsked = false
        do throws(TransportError) {
            return try await complete { [self] _ in
                let result = session.authenticate(user: user, publicKey: blob, exchange: exchange)
                switch result {
                case .done: return .done(true)
                case .failed(let error) where !error.isConnectionFailure && wire.farewell == nil:
                    return .done(false)
                case .failed(let error): return .failed(error)
                case .refused(let error): return .refused(error)
                case .wouldBlock:
                    if let challenge = exchange.challenge, !isAsked {
                        isAsked = true
                        sign(challenge, with: identity, algorithm)
                    }
                    return .wouldBlock
                }
            }
        } catch
            where error.code == .lost && wire.farewell == nil && self.exchange?.challenge != nil
        {
            // It asks for a signature of a key that it takes, and of no other.
            throw TransportError(
                .dropped,
                "the server takes the key of '\(user)' and then hangs up; sshd does so where the account has"
                    + " expired, or logins are off for a while (/etc/nologin)")
        }
    }

    /// Has `challenge` signed, and has libssh2 ask again when it is.
    private func sign(
        _ challenge: [UInt8], with identity: Identity, _ algorithm: SignatureAlgorithm
    ) {
        switch identity {
        case .privateKey(let key): signed(key.signature(of: challenge, algorithm))
        case .agentKey(let key):
            key.signature(of: challenge, algorithm, on: loop).whenComplete { result in
                // An agent that refuses or is gone is like a key that isn't taken: the next one is tried.
                let signature = try? result.get()
                self.assumeIsolated { $0.signed(signature) }
            }
        }
    }

    private func signed(_ signature: [UInt8]?) {
        exchange?.signature = .some(signature)
        turn()
    }

    /// The server takes none of the identities.
    private func refusal(offered: [String], methods: [String]) -> TransportError {
        let what =
            endpoint.password == nil ? "none of the keys that were" : "nothing of what was"
        let tried =
            offered.isEmpty
            ? "there is no key to offer; name one in the inventory, or start an ssh-agent"
            : "it takes \(what) offered: \(offered.joined(separator: ", "))"
        let accepted = methods.isEmpty ? "nothing at all" : methods.joined(separator: ", ")
        return TransportError(
            .authentication,
            "the server doesn't let '\(endpoint.user)' in: \(tried); it accepts \(accepted)")
    }

    /// What the end of the connection during authentication means.
    private func authenticationFailure(
        _ error: TransportError, offered: [String]
    ) -> TransportError {
        guard error.code == .lost else { return error }
        guard let farewell = wire.farewell else {
            return TransportError(.dropped, "the login was cut off: \(error)")
        }
        // Most often "Too many authentication failures", when an agent holds many keys.
        return TransportError(
            .authentication,
            "the server hung up ('\(farewell)') after it was offered"
                + " \(offered.joined(separator: ", ")); name the right key in the inventory")
    }
}
