/// The flat shape of an event in JSON, one object a line:
/// `{"time":"…","event":"connected","host":"web1","step":"patch","boot":"…"}`.
extension RunEvent: Codable {
    private enum CodingKeys: String, CodingKey {
        case time, event, host, step, run, jobs, count, attempt, boot, reason, seconds, before,
            after
        case message, outcome, bytes, lines, ignored, part, path, verification
    }

    private enum Name: String, Codable {
        case runStarted = "run-started"
        case runEnded = "run-ended"
        case batchStarted = "batch-started"
        case interrupted
        case connecting, connected, started
        case startingAgain = "starting-again"
        case connectionLost = "connection-lost"
        case reconnecting, reconnected, rebooted, ending, notice, ended
        case pushed, fetched
        case skippedEqual = "skipped-equal"
    }

    private struct JobName: Codable {
        let host: HostID
        let step: StepID
    }

    /// Decodes what ``encode(to:)`` wrote.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func value<T: Decodable>(_ key: CodingKeys) throws -> T {
            try values.decode(T.self, forKey: key)
        }
        func seconds(_ key: CodingKeys) throws -> Duration {
            try decoder.duration(try values.decode(Double.self, forKey: key))
        }
        func job(_ event: JobEvent) throws -> Kind {
            .job(JobID(host: try value(.host), step: try value(.step)), event)
        }
        func copy() throws -> FileCopy {
            FileCopy(
                path: try value(.path), bytes: try value(.bytes),
                verification: try value(.verification))
        }
        self.time = try value(.time)
        switch try values.decode(Name.self, forKey: .event) {
        case .runStarted:
            let jobs: [JobName] = try value(.jobs)
            self.kind = .runStarted(
                try value(.run), jobs: jobs.map { JobID(host: $0.host, step: $0.step) })
        case .runEnded: self.kind = .runEnded
        case .batchStarted: self.kind = .batchStarted(try value(.part))
        case .interrupted: self.kind = .interrupted(count: try value(.count))
        case .connecting: self.kind = try job(.connecting(attempt: try value(.attempt)))
        case .connected: self.kind = try job(.connected(try value(.boot)))
        case .started: self.kind = try job(.started(attempt: try value(.attempt)))
        case .startingAgain:
            self.kind = try job(
                .startingAgain(attempt: try value(.attempt), reason: try value(.reason)))
        case .connectionLost: self.kind = try job(.connectionLost(try value(.reason)))
        case .reconnecting:
            self.kind = try job(
                .reconnecting(after: try seconds(.seconds), reason: try value(.reason)))
        case .reconnected: self.kind = try job(.reconnected(away: try seconds(.seconds)))
        case .rebooted:
            self.kind = try job(.rebooted(before: try value(.before), after: try value(.after)))
        case .ending: self.kind = try job(.ending(try value(.reason)))
        case .notice: self.kind = try job(.notice(try value(.message)))
        case .pushed: self.kind = try job(.pushed(try copy()))
        case .fetched: self.kind = try job(.fetched(try copy()))
        case .skippedEqual: self.kind = try job(.skippedEqual(try copy()))
        case .ended:
            var end = JobEnd(
                outcome: try value(.outcome), duration: try seconds(.seconds),
                bytes: try value(.bytes), lines: try value(.lines))
            end.isIgnored = try values.decodeIfPresent(Bool.self, forKey: .ignored) ?? false
            self.kind = try job(.ended(end))
        }
    }

    /// Encodes the flat shape; durations are seconds.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(time, forKey: .time)
        switch kind {
        case .runStarted(let run, let jobs):
            try values.encode(Name.runStarted, forKey: .event)
            try values.encode(run, forKey: .run)
            try values.encode(
                jobs.map { JobName(host: $0.host, step: $0.step) }, forKey: .jobs)
        case .runEnded:
            try values.encode(Name.runEnded, forKey: .event)
        case .batchStarted(let mark):
            try values.encode(Name.batchStarted, forKey: .event)
            try values.encode(mark, forKey: .part)
        case .interrupted(let count):
            try values.encode(Name.interrupted, forKey: .event)
            try values.encode(count, forKey: .count)
        case .job(let job, let event):
            try RunEvent.encode(event, of: job, into: &values)
        }
    }

    private static func encode(
        _ event: JobEvent, of job: JobID, into values: inout KeyedEncodingContainer<CodingKeys>
    ) throws {
        func name(_ name: Name) throws {
            try values.encode(name, forKey: .event)
            try values.encode(job.host, forKey: .host)
            try values.encode(job.step, forKey: .step)
        }
        func copied(_ copy: FileCopy, _ event: Name) throws {
            try name(event)
            try values.encode(copy.path, forKey: .path)
            try values.encode(copy.bytes, forKey: .bytes)
            try values.encode(copy.verification, forKey: .verification)
        }
        switch event {
        case .connecting(let attempt):
            try name(.connecting)
            try values.encode(attempt, forKey: .attempt)
        case .connected(let boot):
            try name(.connected)
            try values.encode(boot, forKey: .boot)
        case .started(let attempt):
            try name(.started)
            try values.encode(attempt, forKey: .attempt)
        case .startingAgain(let attempt, let reason):
            try name(.startingAgain)
            try values.encode(attempt, forKey: .attempt)
            try values.encode(reason, forKey: .reason)
        case .connectionLost(let reason):
            try name(.connectionLost)
            try values.encode(reason, forKey: .reason)
        case .reconnecting(let pause, let reason):
            try name(.reconnecting)
            try values.encode(pause.seconds, forKey: .seconds)
            try values.encode(reason, forKey: .reason)
        case .reconnected(let away):
            try name(.reconnected)
            try values.encode(away.seconds, forKey: .seconds)
        case .rebooted(let before, let after):
            try name(.rebooted)
            try values.encode(before, forKey: .before)
            try values.encode(after, forKey: .after)
        case .ending(let reason):
            try name(.ending)
            try values.encode(reason, forKey: .reason)
        case .notice(let message):
            try name(.notice)
            try values.encode(message, forKey: .message)
        case .pushed(let copy): try copied(copy, .pushed)
        case .fetched(let copy): try copied(copy, .fetched)
        case .skippedEqual(let copy): try copied(copy, .skippedEqual)
        case .ended(let end):
            try name(.ended)
            try values.encode(end.outcome, forKey: .outcome)
            try values.encode(end.duration.seconds, forKey: .seconds)
            try values.encode(end.bytes, forKey: .bytes)
            try values.encode(end.lines, forKey: .lines)
            if end.isIgnored { try values.encode(true, forKey: .ignored) }
        }
    }
}
