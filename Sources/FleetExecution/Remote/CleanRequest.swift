/// Asks a host to remove a job's folder: its spool has been read, or nobody will.
///
/// The answer is a header and no more: ``AnswerHeader/State/removed``, ``AnswerHeader/State/missing`` when there was
/// nothing to remove, ``AnswerHeader/State/running`` when the job runs and its folder stays.
package struct CleanRequest: Sendable {
    /// Where the job lives on its host.
    package let place: JobPlace
    /// The nonce of this request's answer.
    package let requestNonce: Nonce

    /// Creates a request.
    package init(place: JobPlace, requestNonce: Nonce) {
        self.place = place
        self.requestNonce = requestNonce
    }

    /// The command that makes the request; it ends by itself.
    package var command: RemoteCommand {
        RemoteCommand(
            text: RemoteProgram.command(.clean, [place.folder, requestNonce.text]))
    }
}
