package import FleetCore

/// Asks a host to start a job unless it has been started, then to send its output from an offset, and its end.
///
/// First contact, reconnection and resume after a crash are this one request; making it again is always safe.
///
/// - Source: REMOTE.md, "One idempotent request".
package struct EnsureRequest: Sendable {
    /// Where the job lives on its host.
    package let place: JobPlace
    /// What it runs.
    package let script: Script
    /// The nonce of the job's end mark; the same in every request for the job.
    package let jobNonce: Nonce
    /// The nonce of this request's answer.
    package let requestNonce: Nonce
    /// From where in the spool of standard output (and, unless split, of standard error) to send.
    package var offset = SpoolOffset()
    /// From where in the spool of standard error to send, where it is split off.
    package var errorOffset = SpoolOffset()
    /// When the host may start the script; a job that is not there otherwise is ``AnswerHeader/State/missing``.
    package var launch = Launch.always
    /// How often the machine rebooted during this job; the script finds it in its environment.
    package var reboots = 0
    /// Whether the script's terminal is the tmux pane; the same in every request for the job.
    package var usesTTY = false
    /// Whether standard error is kept apart, and sent on the channel's standard error.
    ///
    /// The same in every request for the job. A script with a terminal has one stream, whatever is said here.
    package var splitsStandardError = false
    /// As whom the script runs; `nil` for who logs in.
    package var sudo: Sudo?
    /// What the copies of an earlier client come to, up to the offsets: where they are not the beginnings of
    /// what is on the host, the answer is ``AnswerHeader/State/differs``.
    package var unverified: LogPrefixes?

    /// Creates a request for a job that is not known to have been started.
    package init(place: JobPlace, script: Script, jobNonce: Nonce, requestNonce: Nonce) {
        self.place = place
        self.script = script
        self.jobNonce = jobNonce
        self.requestNonce = requestNonce
    }

    /// The command that makes the request.
    ///
    /// Standard input stays open behind the payload: its end tells the host that the client has left.
    package var command: RemoteCommand {
        let payload = launch == .never ? nil : LaunchPayload(self)
        let last = payload?.last.content ?? []
        let text = RemoteProgram.command(
            .ensure,
            [
                place.folder, requestNonce.text, place.sessionName(nonce: jobNonce),
                jobNonce.text, String(offset.bytes), String(errorOffset.bytes),
                String(last.count),
                String(PosixChecksum.of(last)), flags, launchBoot,
                unverified.map { String($0.checksum) } ?? "x",
                unverified.map { String($0.errorChecksum) } ?? "x",
                payload?.first.name ?? "x", payload?.last.name ?? "x",
            ])
        return RemoteCommand(text: text, input: payload?.bytes ?? [], endsInput: false)
    }

    private var launchBoot: String {
        if case .under(let boot) = launch { boot.text } else { "x" }
    }

    /// `k` not to be started, `t` terminal, `s` split; `o` alone for none, for a word can't be empty.
    private var flags: String {
        "o" + (launch == .never ? "k" : "")
            + (usesTTY ? "t" : splitsStandardError ? "s" : "")
    }
}
