import FleetCore

/// Asks a host to end all that a job started: TERM, then, after some grace, KILL.
///
/// The answer is a header and no more: ``AnswerHeader/State/ended`` when it was verified that nothing is left,
/// ``AnswerHeader/State/surviving`` when something withstood. A job that had not begun never will. The script's own
/// end comes through the ``EnsureRequest`` that follows it.
package struct EndRequest: Sendable {
    /// Where the job lives on its host.
    package let place: JobPlace
    /// The nonce of this request's answer.
    package let requestNonce: Nonce
    /// As whom the script runs; `nil` for who logs in.
    package let sudo: Sudo?
    /// How long the script has between TERM and KILL.
    package let grace: Duration

    /// Creates a request.
    package init(
        place: JobPlace, requestNonce: Nonce, sudo: Sudo? = nil, grace: Duration = .seconds(10)
    ) {
        self.place = place
        self.sudo = sudo
        self.requestNonce = requestNonce
        self.grace = grace
    }

    /// The command that makes the request; it ends by itself.
    package var command: RemoteCommand {
        // Neither is for the command, which everybody on the host can see.
        let input = sudo.map { "\($0.user)\n\($0.password ?? "")\n" } ?? ""
        let tenths = Int(max(grace, .zero).seconds * 10)
        return RemoteCommand(
            text: RemoteProgram.command(
                .end,
                [
                    place.folder, requestNonce.text, String(tenths), sudo == nil ? "x" : "sudo",
                ]),
            input: Array(input.utf8))
    }
}
