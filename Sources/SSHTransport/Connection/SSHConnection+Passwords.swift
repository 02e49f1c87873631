import FleetExecution

/// Logging in by a password, after the keys.
extension SSHConnection {
    /// Tells the server the password in each of the ways that it takes one; returns whether it let the user in.
    ///
    /// - Parameter methods: The ways to authenticate that the server offers.
    func authenticate(
        by password: LoginPassword, _ methods: [String], to session: Session
    ) async throws(TransportError) -> Bool {
        let user = endpoint.user
        if methods.contains("password") {
            let isIn = try await taken { session.authenticate(user: user, password: password) }
            if isIn { return true }
        }
        guard methods.contains("keyboard-interactive") else { return false }
        let answers = PromptAnswers(password)
        let isIn = try await taken { session.authenticate(user: user, answering: answers) }
        if !isIn, let question = answers.unanswered {
            throw TransportError(
                .authentication,
                "the server asks '\(user)' for more than a password: '\(question)'; log in with ssh once, or give"
                    + " the host a key")
        }
        return isIn
    }

    /// Makes an attempt to authenticate; a refusal is an answer.
    private func taken(
        _ attempt: @escaping () -> CallResult<Void>
    ) async throws(TransportError) -> Bool {
        try await complete { [self] _ in
            switch attempt() {
            case .done: .done(true)
            case .failed(let error) where !error.isConnectionFailure && wire.farewell == nil:
                .done(false)
            case .failed(let error): .failed(error)
            case .refused(let error): .refused(error)
            case .wouldBlock: .wouldBlock
            }
        }
    }
}
