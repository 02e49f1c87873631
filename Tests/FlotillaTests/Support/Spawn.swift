import Foundation
import Synchronization

/// A child process of a test: its output gathered and its end awaited on threads of their own, since the cooperative
/// pool has few and a program may need another test's thread to go on.
final class Spawned: Sendable {
    /// Its process id.
    let pid: pid_t
    /// What it has printed so far.
    let output = Captured()
    /// What it has printed on standard error so far; empty on a terminal, where both are one.
    let errors = Captured()
    private let end = Ending()

    /// What its standard output is.
    enum Output {
        /// A pipe each for standard output and standard error.
        case pipes
        /// A terminal of 80 columns and 24 lines for both.
        case terminal
    }

    /// Starts `arguments[0]` with exactly this environment and standard input empty.
    init(
        _ arguments: [String], environment: [String: String], folder: String,
        output kind: Output = .pipes
    ) throws {
        let ends = try kind.open()
        let nothing = try Spawned.openNothing()
        defer { close(nothing) }
        pid = try Spawned.spawn(
            arguments, environment: environment, folder: folder,
            descriptors: [nothing, ends.childOutput, ends.childErrors])
        for descriptor in Set([ends.childOutput, ends.childErrors]) { close(descriptor) }
        let reading = DispatchGroup()
        Spawned.read(ends.output, into: output, in: reading)
        if ends.errors != ends.output { Spawned.read(ends.errors, into: errors, in: reading) }
        Thread.detachNewThread { [pid, end] in
            var status: Int32 = 0
            while waitpid(pid, &status, 0) < 0, errno == EINTR {}
            reading.wait()
            end.resolve(status & 0x7f == 0 ? status >> 8 & 0xff : -(status & 0x7f))
        }
    }

    /// Its exit code, or minus the signal that ended it, once it has ended and all its output is here.
    var status: Int32 {
        get async { await end.value }
    }

    /// Sends it a signal.
    func signal(_ number: Int32) { kill(pid, number) }

    private static func read(_ descriptor: Int32, into captured: Captured, in group: DispatchGroup)
    {
        group.enter()
        Thread.detachNewThread {
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            while true {
                let count = Foundation.read(descriptor, &buffer, buffer.count)
                if count < 0, errno == EINTR { continue }
                // A terminal whose last user is gone answers EIO.
                guard count > 0 else { break }
                captured.append(buffer[..<count])
            }
            close(descriptor)
            captured.finish()
            group.leave()
        }
    }

    /// Starts a process that outlives us if it wants to; it reads `input`, and its outputs go nowhere.
    static func detached(_ arguments: [String], environment: [String: String], input: Int32) throws
    {
        let nothing = try openNothing()
        defer { close(nothing) }
        _ = try spawn(
            arguments, environment: environment, folder: "/",
            descriptors: [input, nothing, nothing])
    }

    private static func openNothing() throws -> Int32 {
        let descriptor = open("/dev/null", O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { throw POSIXError(.ENODEV) }
        return descriptor
    }

    /// Starts a process with `descriptors` as its 0, 1 and 2.
    private static func spawn(
        _ arguments: [String], environment: [String: String], folder: String, descriptors: [Int32]
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (number, descriptor) in descriptors.enumerated() {
            posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(number))
        }
        // The threads of tests block and ignore signals, and a child would inherit that.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        // A process group of its own, as no signal of the tests' terminal is meant for it.
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
        posix_spawnattr_setflags(&attributes, Int16(flags))
        // env becomes the program: the process stays the same.
        let command = ["/usr/bin/env", "-C", folder] + arguments
        var words = command.map { strdup($0) } + [nil]
        var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (words + variables).forEach { free($0) } }
        var child: pid_t = 0
        let code = posix_spawn(&child, command[0], &actions, &attributes, &words, &variables)
        guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO) }
        return child
    }
}

extension Spawned.Output {
    /// Both ends of the child's outputs; none is inherited by what another test starts at this moment.
    fileprivate func open() throws -> (
        output: Int32, errors: Int32, childOutput: Int32, childErrors: Int32
    ) {
        switch self {
        case .pipes:
            let (output, errors) = (try Spawned.channel(), try Spawned.channel())
            return (output.reading, errors.reading, output.writing, errors.writing)
        case .terminal:
            let ours = Glibc.open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
            var number: Int32 = 0
            var isLocked: Int32 = 0
            guard ours >= 0, ioctl(ours, Self.numberOfTerminal, &number) == 0,
                ioctl(ours, Self.lockTerminal, &isLocked) == 0
            else { throw POSIXError(.ENODEV) }
            let theirs = Glibc.open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC)
            guard theirs >= 0 else { throw POSIXError(.ENODEV) }
            var size = winsize(ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0)
            guard ioctl(theirs, UInt(TIOCSWINSZ), &size) == 0 else { throw POSIXError(.ENODEV) }
            return (ours, ours, theirs, theirs)
        }
    }

    // TIOCGPTN and TIOCSPTLCK, which the C library's module leaves out: ioctl_tty(2).
    private static let numberOfTerminal: UInt = 0x8004_5430
    private static let lockTerminal: UInt = 0x4004_5431
}

extension Spawned {
    /// A pair of sockets, as they, unlike a pipe here, can be made so that nothing which another test starts at this
    /// very moment inherits them.
    static func channel() throws -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [0, 0]
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, type, 0, &ends) == 0 else { throw POSIXError(.EMFILE) }
        return (ends[0], ends[1])
    }
}

/// The end of a process, for anyone who awaits it.
private final class Ending: Sendable {
    private struct State {
        var value: Int32?
        var waiters: [CheckedContinuation<Int32, Never>] = []
    }
    private let state = Mutex(State())

    var value: Int32 {
        get async {
            await withCheckedContinuation { continuation in
                let known = state.withLock { state in
                    if state.value == nil { state.waiters.append(continuation) }
                    return state.value
                }
                if let known { continuation.resume(returning: known) }
            }
        }
    }

    func resolve(_ value: Int32) {
        let waiters = state.withLock { state in
            state.value = value
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume(returning: value) }
    }
}
