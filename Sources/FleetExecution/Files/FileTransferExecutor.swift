package import FleetCore

/// Copies what one step wants between here and its host, whatever happens to the connection meanwhile.
///
/// The counterpart of ``SSHTmuxExecutor`` for files: a loop of connecting, doing what is still to do, and asking
/// ``Reconnection`` what a loss means. What has arrived is not sent again.
package struct FileTransferExecutor: Sendable {
    private let order: FileOrder
    private let host: any RemoteHost
    private let policy: JobPolicy
    private let journal: any JobJournal
    private let reporter: FileReporter
    private let start: Int
    private let memory = HostFiles.Memory()
    private let clock = ContinuousClock()

    /// Creates the executor of `order`, which keeps what happens in `journal`.
    ///
    /// - Parameters:
    ///   - start: how often it was begun by an earlier controller, or 1: a copy that fails is begun again as often as
    ///     the policy lets.
    ///   - progress: is told of each piece that was copied; it returning asks for more.
    package init(
        _ order: FileOrder, on host: any RemoteHost, policy: JobPolicy, journal: any JobJournal,
        start: Int = 1, progress: @escaping @Sendable (FileProgress) async -> Void = { _ in }
    ) {
        self.order = order
        self.host = host
        self.policy = policy
        self.journal = journal
        self.start = start
        self.reporter = FileReporter(journal, progress: progress)
    }

    /// Copies to the end.
    ///
    /// - Returns: The outcome, already recorded; `nil` when the task was cancelled, which leaves the part of a file
    ///   where it is, for a later run of the same order to go on behind.
    package func run(control: JobControl) async -> Outcome? {
        let began = clock.now
        let outcome = await withTaskGroup(of: Outcome?.self) { group in
            group.addTask { await copy() }
            group.addTask {
                for await _ in control.requests { return .cancelled }
                return nil
            }
            if let timeout = policy.timeout {
                group.addTask {
                    // Cancelled with the job: then nobody waits for it.
                    guard (try? await clock.sleep(for: timeout)) != nil else { return nil }
                    return .timeout
                }
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
        guard let outcome else { return nil }
        if outcome == .cancelled || outcome == .timeout { await removePart() }
        let end = JobEnd(
            outcome: outcome, duration: began.duration(to: clock.now), bytes: reporter.bytes,
            lines: 0)
        await journal.record(.ended(end))
        return outcome
    }

    /// Connects until all is done, or until nothing more can be.
    private func copy() async -> Outcome? {
        var work = FileWork(order, reporter: reporter)
        var random = SystemRandomNumberGenerator()
        var reconnection = Reconnection(policy: policy, seed: random.next())
        var attempt = 0
        var start = start
        while true {
            attempt += 1
            await journal.record(.connecting(attempt: attempt))
            let failure: TransportError
            let verdict: Reconnection.Verdict
            switch await attemptOnce(&work, &reconnection) {
            case .done: return .ok
            case .failed(let error):
                guard start <= policy.retries else { return .failed(.notCopied(error.message)) }
                start += 1
                // What is there may have changed: all is looked at again, and what has arrived is found to be equal.
                work = FileWork(order, reporter: reporter)
                guard await pause(beforeStart: start, because: error) else { return nil }
                continue
            case .unreached(let error):
                failure = error
                verdict = reconnection.failed(error, at: clock.now)
            case .lost(let error):
                failure = error
                verdict = reconnection.lost(error, at: clock.now)
                await journal.record(.connectionLost(error.message))
            }
            if Task.isCancelled || failure.code == .cancelled { return nil }
            switch verdict {
            case .end(let outcome): return outcome
            case .again(let pause):
                await journal.record(.reconnecting(after: pause, reason: failure.message))
                // Cancelled with the job.
                guard (try? await clock.sleep(for: pause)) != nil else { return nil }
            }
        }
    }

    /// Waits until a copy that failed is begun again.
    ///
    /// - Returns: `false` when it was cancelled with the job.
    private func pause(beforeStart start: Int, because error: FileTransferError) async -> Bool {
        let reason = "\(error.message): started again, as retries says"
        await journal.record(.startingAgain(attempt: start, reason: reason))
        return (try? await clock.sleep(for: policy.delay)) != nil
    }

    /// What came of one connection.
    private enum Attempt {
        case done
        case failed(FileTransferError)
        case unreached(TransportError)
        case lost(TransportError)
    }

    private func attemptOnce(
        _ work: inout FileWork, _ reconnection: inout Reconnection
    ) async -> Attempt {
        let connection: any RemoteConnection
        do throws(TransportError) {
            connection = try await host.connect()
        } catch {
            return .unreached(error)
        }
        let attempt: Attempt
        do throws(TransportError) {
            let host = try await HostFiles(connection, memory)
            for notice in connection.notices { await reporter.tellOnce(notice) }
            await reporter.tell(host.files.way)
            if let away = reconnection.away(at: clock.now) {
                await journal.record(.reconnected(away: away))
            }
            let before = reporter.activity
            attempt = await use(host, &work)
            await host.files.close()
            if reporter.activity != before { reconnection.progressed() }
        } catch {
            attempt = .lost(error)
        }
        await connection.close()
        return attempt
    }

    private func use(_ host: HostFiles, _ work: inout FileWork) async -> Attempt {
        do throws(FileTransferError) {
            try await work.run(over: host)
            return .done
        } catch {
            return error.transport.map { .lost($0) } ?? .failed(error)
        }
    }

    /// Removes the part of a file that won't become whole.
    private func removePart() async {
        do throws(TransportError) {
            switch reporter.openPart {
            case nil: return
            case .here(let part): await part.discard()
            case .there(let part):
                let connection = try await host.connect()
                let host = try await HostFiles(connection, memory)
                await host.discard(part)
                await host.files.close()
                await connection.close()
            }
        } catch {
            // It stays, by a name that tells whose it is.
        }
    }
}

/// What is still to be copied, one way or the other.
private enum FileWork {
    case push(PushWork)
    case fetch(FetchWork)

    init(_ order: FileOrder, reporter: FileReporter) {
        switch order.direction {
        case .push(let source, let target, let mode):
            self = .push(
                PushWork(
                    LocalPath(source), to: target, mode: mode, order: order, reporter: reporter))
        case .fetch(let source, let folder):
            self = .fetch(
                FetchWork(source, to: LocalPath(folder), order: order, reporter: reporter))
        }
    }

    /// Does what is still to do.
    mutating func run(over host: HostFiles) async throws(FileTransferError) {
        switch self {
        case .push(var work):
            defer { self = .push(work) }
            try await work.run(over: host)
        case .fetch(var work):
            defer { self = .fetch(work) }
            try await work.run(over: host)
        }
    }
}
