import CLibSSH2
import Glibc

/// What a server that asks questions is told: the password, once, to a single question whose answer isn't shown.
///
/// All else, such as the number of a token, gets no answer, which the server takes for a wrong one.
final class PromptAnswers {
    private let password: LoginPassword
    private var isTold = false
    /// What was asked and had no answer, safe to be shown; `nil` where there was nothing of the kind.
    private(set) var unanswered: String?

    init(_ password: LoginPassword) { self.password = password }

    /// Writes the answers to where libssh2 wants them, which releases them with `free`.
    func answer(
        _ prompts: UnsafeBufferPointer<LIBSSH2_USERAUTH_KBDINT_PROMPT>,
        _ responses: UnsafeMutablePointer<LIBSSH2_USERAUTH_KBDINT_RESPONSE>
    ) {
        if prompts.count == 1, prompts[0].echo == 0, !isTold,
            let memory = malloc(password.bytes.count + 1)
        {
            isTold = true
            memory.copyMemory(from: password.bytes, byteCount: password.bytes.count)
            responses[0].text = memory.assumingMemoryBound(to: CChar.self)
            responses[0].length = UInt32(password.bytes.count)
            return
        }
        for prompt in prompts {
            let text = UnsafeRawBufferPointer(start: prompt.text, count: Int(prompt.length))
            unanswered = String(
                foreign: UnsafeRawBufferPointer(rebasing: text.prefix(PromptAnswers.longestShown)))
        }
    }

    /// How much of a question is shown, in bytes.
    private static let longestShown = 200
}
