import Foundation

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A question to the operator, on the terminal itself, whatever the standard streams are.
enum Question {
    /// Asks for a secret, which isn't shown; `nil` where there is no terminal or no answer.
    static func secret(_ question: String) async -> String? {
        await withCheckedContinuation { continuation in
            // A thread of its own: a person takes their time, and the cooperative pool has few threads.
            Thread.detachNewThread { continuation.resume(returning: ask(question)) }
        }
    }

    private static func ask(_ question: String) -> String? {
        guard let terminal = FileHandle(forUpdatingAtPath: "/dev/tty") else { return nil }
        let descriptor = terminal.fileDescriptor
        var settings = termios()
        guard tcgetattr(descriptor, &settings) == 0 else { return nil }
        var silent = settings
        silent.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(descriptor, TCSAFLUSH, &silent)
        defer {
            tcsetattr(descriptor, TCSAFLUSH, &settings)
            Output.write("\n", to: terminal)
        }
        Output.write(question, to: terminal)
        var answer: [UInt8] = []
        var byte: UInt8 = 0
        while read(descriptor, &byte, 1) == 1, byte != UInt8(ascii: "\n"), answer.count < 4_096 {
            answer.append(byte)
        }
        return answer.isEmpty ? nil : String(decoding: answer, as: UTF8.self)
    }
}
