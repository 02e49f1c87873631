import Foundation
import Synchronization

@testable import FleetExecution

/// A command on a ``LocalHost``, as a transport would show it.
final class LocalProcess: RemoteProcess {
    let processID: pid_t
    private let input: Mutex<Input>
    private let outputs: AsyncStream<RemoteOutput>

    /// Pipes are made and given to their child under this lock: another child that inherited the writing end of
    /// a standard input would keep it open.
    private static let spawning = Mutex(())

    /// The writing end of its standard input, which belongs to the thread that writes until that is done: whoever
    /// closed it meanwhile would have the rest written to whatever gets its number next.
    private struct Input {
        var end: Int32?
        var isBeingWritten = true
        var isToEnd: Bool
        /// What is to be written last.
        var last: [UInt8] = []

        /// Writes what is left and closes, once it may.
        mutating func endIfDue() {
            guard !isBeingWritten, isToEnd, let end else { return }
            // A few bytes into a pipe that is read to its end: they fit.
            if !last.isEmpty { _ = last.withUnsafeBytes { write(end, $0.baseAddress, $0.count) } }
            Foundation.close(end)
            self.end = nil
        }
    }

    init(
        path: String, arguments: [String], environment: [String: String], input bytes: [UInt8],
        endsInput: Bool
    ) throws {
        // A host that has read enough closes its end.
        signal(SIGPIPE, SIG_IGN)
        let (child, ends) = try Self.spawning.withLock { _ in
            try Self.spawn([path] + arguments, environment.map { "\($0)=\($1)" })
        }
        let (outputs, continuation) = AsyncStream.makeStream(of: RemoteOutput.self)
        processID = child
        input = Mutex(Input(end: ends.input, isToEnd: endsInput))
        self.outputs = outputs
        // Threads, for a test has few processes, and a blocking read is the simplest that is right.
        let reading = DispatchGroup()
        let streams: [(Int32, @Sendable ([UInt8]) -> RemoteOutput)] = [
            (ends.output, { .standardOutput($0) }), (ends.error, { .standardError($0) }),
        ]
        for (end, wrap) in streams {
            reading.enter()
            Thread.detachNewThread {
                var buffer = [UInt8](repeating: 0, count: 1 << 16)
                while case let count = read(end, &buffer, buffer.count), count > 0 {
                    continuation.yield(wrap(Array(buffer[..<count])))
                }
                Foundation.close(end)
                reading.leave()
            }
        }
        Thread.detachNewThread {
            var status: Int32 = 0
            waitpid(child, &status, 0)
            reading.wait()
            let code = Int(status >> 8 & 0xff)
            continuation.yield(.ended(status & 0x7f == 0 ? .code(code) : .unknown))
            continuation.finish()
        }
        Thread.detachNewThread { [self] in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { write(ends.input, $0.baseAddress, $0.count) }
                guard count > 0 else { break }
                rest = rest.dropFirst(count)
            }
            input.withLock { input in
                input.isBeingWritten = false
                input.endIfDue()
            }
        }
    }

    func next() async -> RemoteOutput {
        var iterator = outputs.makeAsyncIterator()
        return await iterator.next() ?? .ended(.unknown)
    }

    func send(_ bytes: [UInt8]) async {
        // Nothing of the remote program is sent more than it begins with.
        preconditionFailure("not asked for in these tests")
    }

    func finishInput(with last: [UInt8]) async {
        input.withLock { input in
            guard !input.isToEnd else { return }
            input.isToEnd = true
            input.last = last
            input.endIfDue()
        }
    }

    func close() async { await finishInput(with: []) }

    private static func spawn(
        _ arguments: [String], _ environment: [String]
    ) throws -> (pid_t, (input: Int32, output: Int32, error: Int32)) {
        let pipes = try (0..<3).map { _ in
            var ends: [Int32] = [0, 0]
            guard pipe(&ends) == 0 else { throw POSIXError(.EMFILE) }
            ends.forEach { _ = fcntl($0, F_SETFD, FD_CLOEXEC) }
            return ends
        }
        let childEnds = [pipes[0][0], pipes[1][1], pipes[2][1]]
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (index, end) in childEnds.enumerated() {
            posix_spawn_file_actions_adddup2(&actions, end, Int32(index))
        }
        // The threads of Dispatch block signals, and a child would inherit that: it could not be ended.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var child: pid_t = 0
        let words = arguments.map { strdup($0) } + [nil]
        let variables = environment.map { strdup($0) } + [nil]
        defer { (words + variables).forEach { free($0) } }
        let result = posix_spawn(&child, arguments[0], &actions, &attributes, words, variables)
        childEnds.forEach { _ = Foundation.close($0) }
        guard result == 0 else { throw POSIXError(.ENOENT) }
        return (child, (pipes[0][1], pipes[1][0], pipes[2][0]))
    }
}
