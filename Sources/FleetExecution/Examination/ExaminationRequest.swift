/// Asks a host what it has of what a job needs; the host is left as it was.
///
/// - Source: `examine.sh`.
package struct ExaminationRequest: Sendable {
    /// The nonce of the answer.
    package let nonce: Nonce
    /// The user whom jobs become; `nil` for who logs in.
    package let becoming: String?

    /// Creates a request; a user whose name a shell would change is not asked about.
    package init(nonce: Nonce, becoming: String?) {
        self.nonce = nonce
        self.becoming = becoming.flatMap { RemoteProgram.isPlainWord($0) ? $0 : nil }
    }

    /// The command that makes the request; it ends by itself.
    package var command: RemoteCommand {
        RemoteCommand(
            text: #"exec sh -c 'eval "$(printf %b "$1")"' flotilla \#(ExaminationRequest.program) "#
                + "\(nonce) \(becoming ?? "x")")
    }

    /// The program as one word; made once, not for each host.
    private static let program = ShellQuoting.encodedWord(
        RemoteProgram.strip(String(decoding: PackageResources.examine_sh, as: UTF8.self)[...]).utf8)
}
