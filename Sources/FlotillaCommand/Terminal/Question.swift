import Foundation
import Synchronization

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

    /// Whether there is a terminal to ask on.
    static var canBeAsked: Bool { FileHandle(forUpdatingAtPath: "/dev/tty") != nil }

    /// Asks for a line; `nil` where there is no terminal or no answer, or once the task is cancelled.
    static func line(_ question: String) async -> String? {
        let isCancelled = Mutex(false)
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // A thread of its own, as for a secret.
                Thread.detachNewThread {
                    continuation.resume(
                        returning: readLine(question) { isCancelled.withLock { $0 } })
                }
            }
        } onCancel: {
            isCancelled.withLock { $0 = true }
        }
    }

    private static func readLine(_ question: String, until isCancelled: () -> Bool) -> String? {
        guard let terminal = FileHandle(forUpdatingAtPath: "/dev/tty") else { return nil }
        Output.write(question, to: terminal)
        var answer: [UInt8] = []
        var byte: UInt8 = 0
        while !isCancelled(), answer.count < 4_096 {
            var descriptor = pollfd(
                fd: terminal.fileDescriptor, events: Int16(POLLIN), revents: 0)
            // A read can't be called off, so it is begun only when there is something to read.
            guard poll(&descriptor, 1, 100) != 0 else { continue }
            guard read(terminal.fileDescriptor, &byte, 1) == 1 else { return nil }
            if byte == UInt8(ascii: "\n") { return String(decoding: answer, as: UTF8.self) }
            answer.append(byte)
        }
        return nil
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
