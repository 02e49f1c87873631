import FleetCore

/// What reaches a job's driver: events for the machine, and the things that only the driver holds.
enum JobSignal: Sendable {
    case happened(JobStateMachine.Event)
    case connected(attempt: Int, any RemoteConnection)
    case opened(attempt: Int, any RemoteProcess)
    case gave(attempt: Int, RemoteOutput)
}

/// Performs what a ``JobStateMachine`` decides, and tells it what came of it.
struct JobDriver {
    private let job: Job
    private let host: any RemoteHost
    private let probe: any HostProbe
    private let journal: any JobJournal
    private let feed: AsyncStream<JobSignal>.Continuation
    private let clock = ContinuousClock()
    private let began: ContinuousClock.Instant

    private var random = SystemRandomNumberGenerator()
    private var machine: JobStateMachine
    private var tally: OutputTally
    private var start: Int
    /// Whether the host has said that it made a start.
    private(set) var hasStarted = false
    /// Whether some of the output may not have reached the disk.
    private var isIncomplete = false
    private var connection: (any RemoteConnection)?
    private var contact: Contact?

    /// One request on one channel.
    private struct Contact {
        let attempt: Int
        var answer: JobAnswer
        var process: (any RemoteProcess)?
        /// Whether the machine wants more of the channel.
        var isWanted = false
        /// Whether a read is under way: one at a time.
        var isReading = false
    }

    init(
        _ job: Job, on host: any RemoteHost, probe: any HostProbe, journal: any JobJournal,
        feed: AsyncStream<JobSignal>.Continuation
    ) {
        self.job = job
        self.host = host
        self.probe = probe
        self.journal = journal
        self.feed = feed
        self.began = ContinuousClock.now - (job.past?.age ?? .zero)
        self.tally = job.past?.tally ?? OutputTally()
        self.start = job.past?.start ?? 1
        self.machine = JobStateMachine(
            policy: job.policy, seed: random.next(), resuming: job.past)
    }

    /// Takes one signal in.
    ///
    /// - Returns: The outcome once the job is over.
    mutating func handle(
        _ signal: JobSignal, in group: inout DiscardingTaskGroup
    ) async -> Outcome? {
        var outcome: Outcome?
        switch signal {
        case .happened(let event):
            outcome = await apply(event, in: &group)
        case .connected(let attempt, let made):
            connection = made
            let event = JobStateMachine.Event.connected(attempt: attempt, notices: made.notices)
            outcome = await apply(event, in: &group)
        case .opened(let attempt, let process):
            guard contact?.attempt == attempt else {
                await process.close()
                break
            }
            contact?.process = process
        case .gave(let attempt, let output):
            guard contact?.attempt == attempt else { break }
            contact?.isReading = false
            outcome = await take(output, attempt: attempt, in: &group)
        }
        readOn(in: &group)
        return outcome
    }

    /// Asks the machine what an event means, and does it.
    private mutating func apply(
        _ event: JobStateMachine.Event, in group: inout DiscardingTaskGroup
    ) async -> Outcome? {
        var outcome: Outcome?
        for action in machine.handle(event, at: clock.now) {
            if case .finish(let end) = action { outcome = end }
            await perform(action, in: &group)
        }
        return outcome
    }

    /// Lets go of what is still held, when the job ends or is left.
    mutating func close() async {
        await leave(removingSpool: false)
    }

    // MARK: What a channel gives

    /// Takes the parts of an answer one by one: what the first of them meant is done before the second is looked at,
    /// so nobody sees output of a script before its start.
    private mutating func take(
        _ output: RemoteOutput, attempt: Int, in group: inout DiscardingTaskGroup
    ) async -> Outcome? {
        let parts: [AnswerDecoder.Part]
        let stream: OutputStream
        switch output {
        case .ended(let exit):
            let noise = contact?.answer.lastNoise ?? ""
            return await apply(.requestEnded(attempt: attempt, exit, noise: noise), in: &group)
        case .standardOutput(let bytes):
            (parts, stream) = (contact?.answer.decode(bytes) ?? [], .standardOutput)
        case .standardError(let bytes):
            (parts, stream) = (contact?.answer.decodeError(bytes) ?? [], .standardError)
        }
        for part in parts {
            // What came behind the end of a contact is nobody's.
            guard contact?.attempt == attempt else { return nil }
            let event = await event(of: part, from: stream, attempt: attempt)
            if let outcome = await apply(event, in: &group) { return outcome }
        }
        guard parts.isEmpty else { return nil }
        // Noise alone: the machine is still asked whether to read on.
        return await apply(.received(attempt: attempt, bytes: 0), in: &group)
    }

    /// What a part of an answer means; output is in the log by then.
    private mutating func event(
        of part: AnswerDecoder.Part, from stream: OutputStream, attempt: Int
    ) async -> JobStateMachine.Event {
        switch part {
        case .header(let header):
            return .answered(attempt: attempt, header)
        case .output(let bytes):
            do throws(JournalError) {
                try await journal.append(bytes, from: stream, start: start)
            } catch {
                return .outputRefused(error.message)
            }
            tally.count(bytes)
            return .received(attempt: attempt, bytes: bytes.count, from: stream)
        case .end(let exit):
            if contact?.answer.isSpoolFull == true {
                let words =
                    "the host's disk was full when the script ended: what it printed may not all be kept"
                await journal.record(.notice(words))
            }
            return .scriptEnded(attempt: attempt, exit)
        case .gone(let reason): return .runnerGone(attempt: attempt, reason)
        case .incomplete: return .brokenOff(attempt: attempt)
        }
    }

    // MARK: What the machine wants

    private mutating func perform(
        _ action: JobStateMachine.Action, in group: inout DiscardingTaskGroup
    ) async {
        switch action {
        case .connect(let attempt): connect(attempt, in: &group)
        case .probe(let attempt):
            group.addTask { [probe, feed] in
                feed.yield(.happened(.probed(attempt: attempt, verdict: await probe.verdict())))
            }
        case .request(let attempt, let wanted): request(attempt, wanted, in: &group)
        case .read: contact?.isWanted = true
        case .endScript(let attempt, let start): endScript(attempt, start: start, in: &group)
        case .leave(_, let removingSpool): await leave(removingSpool: removingSpool)
        case .setTimer(let timer, let delay):
            group.addTask { [feed, clock] in
                // Cancelled with the job: then nobody waits for it.
                guard (try? await clock.sleep(for: delay)) != nil else { return }
                feed.yield(.happened(.timerFired(timer)))
            }
        case .report(let event):
            await journal.record(event)
            if case .started = event { hasStarted = true }
        case .finish(let outcome):
            await complete()
            let end = JobEnd(
                outcome: outcome, duration: began.duration(to: clock.now), bytes: tally.bytes,
                lines: tally.lines)
            await journal.record(.ended(end))
        }
    }

    private func connect(_ attempt: Int, in group: inout DiscardingTaskGroup) {
        group.addTask { [host, feed] in
            do throws(TransportError) {
                let made = try await host.connect()
                // Nobody is left to take it when the job ended meanwhile.
                if case .terminated = feed.yield(.connected(attempt: attempt, made)) {
                    await made.close()
                }
            } catch {
                feed.yield(.happened(.connectFailed(attempt: attempt, error)))
            }
        }
    }

    private mutating func request(
        _ attempt: Int, _ wanted: JobStateMachine.Request, in group: inout DiscardingTaskGroup
    ) {
        guard let connection else { return }
        if wanted.start != start {
            start = wanted.start
            tally = OutputTally()
        }
        let nonce = Nonce(using: &random)
        let request = EnsureRequest(job, wanted, nonce: nonce)
        contact = Contact(
            attempt: attempt, answer: JobAnswer(to: request))
        group.addTask { [feed] in
            do throws(TransportError) {
                let process = try await connection.start(request.command)
                if case .terminated = feed.yield(.opened(attempt: attempt, process)) {
                    await process.close()
                }
            } catch {
                feed.yield(.happened(.connectionLost(attempt: attempt, error)))
            }
        }
    }

    /// Reads on where that is wanted, with one read at a time.
    private mutating func readOn(in group: inout DiscardingTaskGroup) {
        guard let current = contact, current.isWanted, !current.isReading,
            let process = current.process
        else { return }
        contact?.isWanted = false
        contact?.isReading = true
        group.addTask { [feed] in
            do throws(TransportError) {
                feed.yield(.gave(attempt: current.attempt, try await process.next()))
            } catch {
                feed.yield(.happened(.connectionLost(attempt: current.attempt, error)))
            }
        }
    }

    private mutating func endScript(_ attempt: Int, start: Int, in group: inout DiscardingTaskGroup)
    {
        guard let connection else { return }
        let request = EndRequest(
            place: job.place(ofStart: start), requestNonce: Nonce(using: &random), sudo: job.sudo)
        group.addTask { [feed] in
            do throws(TransportError) {
                let answer = try await request.answer(over: connection)
                feed.yield(.happened(.endAnswered(attempt: attempt, answer)))
            } catch {
                feed.yield(.happened(.connectionLost(attempt: attempt, error)))
            }
        }
    }

    /// Makes sure that all output is kept for good here; the operator is told where it isn't.
    private mutating func complete() async {
        do throws(JournalError) {
            try await journal.complete()
        } catch {
            isIncomplete = true
            await journal.record(.notice("the log may be incomplete: \(error.message)"))
        }
    }

    /// Whether the host's copy can go: the log and what it came to are kept for good here.
    private mutating func isSafeHere() async -> Bool {
        await complete()
        guard !isIncomplete else { return false }
        do throws(JournalError) {
            try await journal.seal()
            return true
        } catch {
            // The journal's own trouble is told at the run's end.
            return false
        }
    }

    /// Gives the channel and the connection back; a follower on the host leaves with the channel.
    private mutating func leave(removingSpool: Bool) async {
        if let process = contact?.process {
            let isRemoving = removingSpool ? await isSafeHere() : false
            await process.finishInput(with: isRemoving ? EnsureRequest.removal : [])
            if isRemoving, contact?.isReading == false { await seeOff(process) }
            await process.close()
        }
        contact = nil
        await connection?.close()
        connection = nil
    }

    /// Waits, not for long, until a follower that was told to remove the spool has left: a connection that is closed
    /// before takes the word with it.
    private func seeOff(_ process: any RemoteProcess) async {
        await withDiscardingTaskGroup { group in
            group.addTask { [clock] in
                // Cancelled when the follower has left.
                guard (try? await clock.sleep(for: JobDriver.farewellTimeout)) != nil else {
                    return
                }
                await process.close()
            }
            await process.drain()
            group.cancelAll()
        }
    }

    /// The time that a host has to remove a spool; what it leaves `flotilla clean` removes.
    private static let farewellTimeout = Duration.seconds(5)
}

extension RemoteProcess {
    /// Reads to the end, whatever comes.
    fileprivate func drain() async {
        do throws(TransportError) {
            while true {
                if case .ended = try await next() { return }
            }
        } catch {
            // There is no more to come from a lost connection either.
        }
    }
}
