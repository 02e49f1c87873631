import FleetCore
import enum FleetCore.ExitStatus

@testable import FleetExecution

/// A small model of a host that obeys REMOTE.md, and objects to what no client may ask.
///
/// It starts a script at most once per start, keeps its output in a spool, reboots, and loses what a real one
/// would lose.
struct ModelHost {
    /// What a script will do, from the moment it starts.
    struct Behaviour {
        /// When each byte of its output is written, after its start; in order.
        var writes: [Duration]
        var exit: ExitStatus
        var duration: Duration
    }

    /// One start of the script.
    struct Start {
        let behaviour: Behaviour
        let boot: Int
        let at: Duration
        /// When it was cut short by a reboot, a killed runner, or on request.
        var cutAt: Duration?
        /// Whether the runner was killed alone, so that nobody writes an end.
        var runnerIsGone = false
        var endedOnRequest = false

        func written(at now: Duration) -> Int {
            let until = min(now, cutAt ?? now) - at
            return behaviour.writes.prefix { $0 <= until }.count
        }

        func hasEnded(at now: Duration) -> Bool {
            if endedOnRequest { return true }
            let end = at + behaviour.duration
            return end <= now && (cutAt.map { end <= $0 } ?? true)
        }

        func exit(at now: Duration) -> ExitStatus? {
            guard hasEnded(at: now) else { return nil }
            return endedOnRequest ? .code(143) : behaviour.exit
        }
    }

    private(set) var boot = 0
    /// When this boot began; before the simulation.
    private var bootedAt = Duration.seconds(-1_000)
    private(set) var isUp = true
    private(set) var starts: [Int: Start] = [:]
    /// The truth, kept even where the host itself forgot: how often each start was made.
    private(set) var timesStarted: [Int: Int] = [:]
    private(set) var objections: [String] = []
    var behaviour: (Int) -> Behaviour
    /// The starts whose spool was removed or lost.
    private(set) var missing: Set<Int> = []
    /// The starts that were to be ended before they had begun.
    private var withdrawn: Set<Int> = []
    /// The starts as they truly went, for the test to compare with.
    private(set) var truth: [Int: Start] = [:]

    private let flaw: Flaw?

    init(flaw: Flaw?, behaviour: @escaping (Int) -> Behaviour) {
        self.flaw = flaw
        self.behaviour = behaviour
    }

    /// The byte that a script writes at `index` of its `start`-th start.
    static func byte(start: Int, at index: Int) -> UInt8 {
        UInt8(truncatingIfNeeded: index &* 31 &+ start &* 7)
    }

    var bootIdentity: BootIdentity { BootIdentity("boot\(boot)") }

    mutating func ensure(_ request: JobStateMachine.Request, at now: Duration) -> AnswerHeader {
        func header(_ state: AnswerHeader.State, since start: Start? = nil) -> AnswerHeader {
            var header = AnswerHeader(state: state, boot: bootIdentity)
            header.bootAtStart = start.map { BootIdentity("boot\($0.boot)") }
            return header
        }
        if withdrawn.contains(request.start) { return header(.withdrawn) }
        if let start = starts[request.start], flaw != .startsTwice {
            if request.offset.bytes > UInt64(start.written(at: now)) {
                objections.append("asked from byte \(request.offset), beyond the spool")
            }
            if start.hasEnded(at: now) { return header(.exited, since: start) }
            if start.boot != boot { return header(.interrupted, since: start) }
            if start.runnerIsGone { return header(.gone, since: start) }
            return header(.running, since: start)
        }
        var missing = header(.missing)
        missing.uptime = now - bootedAt
        switch request.launch {
        case .never: if flaw != .launchesUnderAnyBoot { return missing }
        case .under(let boot): if boot != bootIdentity { return missing }
        case .always: break
        }
        if self.missing.contains(request.start), timesStarted[request.start] == nil {
            objections.append("a spool is missing that never was")
        }
        if request.offset.bytes > 0 { objections.append("a first start asked from the middle") }
        let start = Start(behaviour: behaviour(request.start), boot: boot, at: now)
        starts[request.start] = start
        truth[request.start] = start
        timesStarted[request.start, default: 0] += 1
        return header(.started, since: start)
    }

    mutating func end(start number: Int, at now: Duration) -> EndAnswer {
        guard starts[number] != nil else {
            withdrawn.insert(number)
            return .ended
        }
        guard var start = starts[number], !start.hasEnded(at: now), start.cutAt == nil else {
            return .alreadyEnded
        }
        if flaw == .endsNothing { return .ended }
        start.cutAt = now
        start.endedOnRequest = true
        keep(start, number)
        return .ended
    }

    mutating func removeSpool(start number: Int, at now: Duration) {
        guard let start = starts[number] else { return }
        if !start.hasEnded(at: now), start.cutAt == nil {
            objections.append("a running job's spool was removed")
        }
        starts[number] = nil
        missing.insert(number)
    }

    mutating func goDown(at now: Duration, losingSpool: Bool) {
        isUp = false
        if losingSpool { withdrawn = [] }
        for (number, var start) in starts {
            if !start.hasEnded(at: now), start.cutAt == nil {
                start.cutAt = now
                keep(start, number)
            }
            if losingSpool {
                starts[number] = nil
                missing.insert(number)
            }
        }
    }

    mutating func comeUp(at now: Duration) {
        isUp = true
        bootedAt = now
        boot += 1
    }

    mutating func killRunner(at now: Duration) {
        for (number, var start) in starts where !start.hasEnded(at: now) && start.cutAt == nil {
            start.cutAt = now
            start.runnerIsGone = true
            keep(start, number)
        }
    }

    private mutating func keep(_ start: Start, _ number: Int) {
        starts[number] = start
        truth[number] = start
    }
}
