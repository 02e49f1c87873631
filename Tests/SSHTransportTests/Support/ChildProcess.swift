import Foundation
import Synchronization

/// A program that a test has started, ended by its pid.
///
/// Foundation's `Process` wants a run loop to notice an end, which the threads of tests don't have.
final class ChildProcess: Sendable {
    let pid: pid_t
    /// The reading end of what its standard output (or error) goes to.
    let output: FileHandle
    /// How it ended, once it has been waited for.
    private let status = Mutex<Int32?>(nil)

    /// Which of its outputs a test reads; the other one goes nowhere.
    enum Stream: Int32 {
        case output = 1
        case error = 2
    }

    /// Starts `path`; its environment is the test's, with `extra` added.
    init(
        _ path: String, _ arguments: [String], reading stream: Stream = .output,
        extra: [String: String] = [:]
    ) throws {
        // A pair of sockets, as they can be made so that no child which another thread starts at this very
        // moment inherits them: it would keep the reader waiting.
        var ends: [Int32] = [0, 0]
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, type, 0, &ends) == 0 else { throw ChildProcess.failure(errno) }
        defer { close(ends[1]) }
        output = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        for descriptor: Int32 in [1, 2] where descriptor != stream.rawValue {
            posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_WRONLY, 0)
        }
        posix_spawn_file_actions_adddup2(&actions, ends[1], stream.rawValue)
        // The threads of tests block signals; a child would inherit that, and never be ended by one.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let environment = ProcessInfo.processInfo.environment.merging(extra) { $1 }
        var words = ([path] + arguments).map { strdup($0) } + [nil]
        var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (words + variables).forEach { free($0) } }
        var child: pid_t = 0
        let code = posix_spawn(&child, path, &actions, &attributes, &words, &variables)
        guard code == 0 else { throw ChildProcess.failure(code) }
        pid = child
    }

    private static func failure(_ code: Int32) -> POSIXError {
        POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO)
    }

    /// Waits for its end, and gives its exit code, or minus the signal that ended it.
    @discardableResult
    func wait() -> Int32 { status.withLock { reap(&$0) } }

    /// Ends it, and waits for that.
    func stop(_ signal: Int32 = SIGTERM) {
        status.withLock { status in
            // Once it has been waited for, its number may be anybody's.
            if status == nil { kill(pid, signal) }
            reap(&status)
        }
    }

    @discardableResult
    private func reap(_ known: inout Int32?) -> Int32 {
        if let known { return known }
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        let end = status & 0x7f == 0 ? status >> 8 & 0xff : -(status & 0x7f)
        known = end
        return end
    }
}
