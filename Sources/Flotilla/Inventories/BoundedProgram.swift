import Foundation

/// A program that is run to its end, within a time and an amount of output.
struct BoundedProgram: Sendable {
    /// Why nothing came of it.
    enum Failure: Error, Hashable {
        /// It can't be started; why.
        case cannotStart(String)
        /// It took longer than it may, and was ended.
        case tookTooLong
        /// It printed more than it may, and was ended.
        case printedTooMuch
        /// It ended with a status that isn't 0, or by a signal; what it said on standard error.
        case ended(String, errors: String)
    }

    let path: String
    let arguments: [String]
    /// What it finds on standard input: less than a pipe holds.
    var input: [UInt8] = []
    /// What it finds in its environment; ours unless told.
    var environment: [String: String]?
    let limit: Duration
    /// The most bytes of output.
    var mostBytes = 32 << 20

    /// How long it has to end itself, once it is told to.
    private static let grace: Duration = .seconds(1)
    /// How often it is looked whether it has ended: what it leaves behind may hold its output open.
    private static let glance: Int32 = 5  // milliseconds

    /// Runs the program; gives what it printed.
    func run() async throws(Failure) -> [UInt8] {
        let result: Result<[UInt8], Failure> = await withCheckedContinuation { continuation in
            // A thread of its own, for it waits.
            Thread.detachNewThread {
                do throws(Failure) {
                    continuation.resume(returning: .success(try runHere()))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        return try result.get()
    }

    private func runHere() throws(Failure) -> [UInt8] {
        let deadline = ContinuousClock.now.advanced(by: limit)
        let (process, output, errors) = try start(before: deadline)
        var reading = Reading(output: output, errors: errors, mostBytes: mostBytes)
        while true {
            let ended = ProcessEnd(of: process)
            let hasMore = reading.wait(milliseconds: BoundedProgram.glance)
            guard !reading.isTooMuch else { throw end(process, .printedTooMuch) }
            // What is still to come is from others, once it has ended and there is nothing to read.
            if let ended, !hasMore {
                guard ended.isGood else {
                    let said = String(decoding: reading.errors, as: UTF8.self)
                    throw .ended(ended.words, errors: said)
                }
                return reading.output
            }
            guard ContinuousClock.now < deadline else { throw end(process, .tookTooLong) }
        }
    }

    /// Starts the program, again as long as it is busy: what was written a moment ago may be open in a process that was
    /// forked meanwhile.
    private func start(
        before deadline: ContinuousClock.Instant
    ) throws(Failure) -> (process: Process, output: Pipe, errors: Pipe) {
        while true {
            let process = Process()
            let (standardInput, output, errors) = (Pipe(), Pipe(), Pipe())
            process.executableURL = URL(fileURLWithPath: path)
            process.arguments = arguments
            if let environment { process.environment = environment }
            process.standardInput = input.isEmpty ? FileHandle.nullDevice : standardInput
            process.standardOutput = output
            process.standardError = errors
            do {
                try standardInput.fileHandleForWriting.write(contentsOf: Data(input))
                try standardInput.fileHandleForWriting.close()
                try process.run()
                return (process, output, errors)
            } catch {
                let cause =
                    (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError ?? error
                    as NSError
                let code = cause.domain == NSPOSIXErrorDomain ? Int32(cause.code) : nil
                guard code == ETXTBSY, ContinuousClock.now < deadline else {
                    let reason = code.map { String(cString: strerror($0)) }
                    throw .cannotStart(reason ?? cause.localizedDescription)
                }
                usleep(useconds_t(BoundedProgram.glance) * 1_000)
            }
        }
    }

    /// Ends the program, and what it started if it has a group of its own.
    private func end(_ process: Process, _ failure: Failure) -> Failure {
        let id = process.processIdentifier
        let target = getpgid(id) == id ? -id : id
        kill(target, SIGTERM)
        let deadline = ContinuousClock.now.advanced(by: BoundedProgram.grace)
        while ProcessEnd(of: process) == nil, ContinuousClock.now < deadline {
            usleep(useconds_t(BoundedProgram.glance) * 1_000)
        }
        kill(target, SIGKILL)
        return failure
    }
}

/// What comes out of a program, while it runs.
private struct Reading {
    private(set) var output: [UInt8] = []
    /// The beginning of what it said on standard error.
    private(set) var errors: [UInt8] = []
    private(set) var isTooMuch = false
    private var polled: [pollfd]
    private let pipes: [Pipe]
    private let mostBytes: Int

    /// The most that is kept of standard error.
    private static let mostErrors = 64 << 10

    init(output: Pipe, errors: Pipe, mostBytes: Int) {
        pipes = [output, errors]
        polled = pipes.map { pipe in
            pollfd(fd: pipe.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)
        }
        self.mostBytes = mostBytes
    }

    /// Waits for something, at most so long, and reads it; gives whether there was anything.
    mutating func wait(milliseconds: Int32) -> Bool {
        guard poll(&polled, nfds_t(polled.count), milliseconds) > 0 else { return false }
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        for index in polled.indices where polled[index].fd >= 0 && polled[index].revents != 0 {
            let count = read(polled[index].fd, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                // A descriptor below 0 isn't looked at.
                polled[index].fd = -1
                continue
            }
            if index == 0 {
                output += chunk[..<count]
            } else {
                errors += chunk[..<min(count, max(Reading.mostErrors - errors.count, 0))]
            }
        }
        isTooMuch = output.count > mostBytes
        return true
    }
}
