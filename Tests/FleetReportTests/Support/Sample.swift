import FleetCore
import FleetReport

/// Names and times that tests share.
enum Sample {
    static let run = require(RunID("20261125-091116-abcd"))
    static let start = Timestamp(milliseconds: 1_795_597_876_000)

    /// The moment `milliseconds` after the run began.
    static func time(_ milliseconds: Int64) -> Timestamp {
        Timestamp(milliseconds: start.milliseconds + milliseconds)
    }

    static func job(_ host: String, _ step: String = "patch") -> JobID {
        JobID(host: require(HostID(host)), step: require(StepID(step)))
    }

    static func started(_ jobs: [JobID]) -> RunEvent {
        RunEvent(at: start, .runStarted(run, jobs: jobs))
    }

    static func event(_ job: JobID, _ event: JobEvent, after milliseconds: Int64 = 0) -> RunEvent {
        RunEvent(at: time(milliseconds), .job(job, event))
    }

    static func end(
        _ outcome: Outcome, seconds: Double = 1, bytes: UInt64 = 400, lines: UInt64 = 20
    ) -> JobEvent {
        .ended(
            JobEnd(
                outcome: outcome, duration: .milliseconds(Int64(seconds * 1_000)), bytes: bytes,
                lines: lines))
    }

    static func exit(_ code: UInt8) -> Outcome { .failed(.code(code)) }

    static func signal(_ name: String) -> Outcome { .failed(.signal(require(SignalNumber(name)))) }

    private static func require<Value>(_ value: Value?) -> Value {
        guard let value else { preconditionFailure("a sample name is not valid") }
        return value
    }
}
