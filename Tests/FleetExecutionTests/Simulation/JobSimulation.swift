import FleetCore
import enum FleetCore.ExitStatus

@testable import FleetExecution

/// One job in virtual time: the real state machine against a model host, whatever the seed breaks.
///
/// The link breaks at any step of the launch and at any byte, with replies lost, hosts rebooting and runners killed.
/// The controller dies between any two of its actions, and another one goes on from the journal and the logs.
struct JobSimulation {
    /// What went on, for the test to judge.
    struct Verdict {
        var outcome: Outcome?
        var logs: [Int: [UInt8]] = [:]
        var host: ModelHost
        var policy: JobPolicy
        var hasRebooted = false
        var wasCancelled = false
        var crashes = 0
        /// Whether the host and its runner were left alone.
        var isCalm = true
        /// Whether the script was left running.
        var runsOn = false
        var steps = 0
        var problems: [String] = []
    }

    private enum Happening {
        case machine(JobStateMachine.Event)
        case reachHost(Contact, Message)
        case deliver(Contact)
        case cancel
        case resume
        case cut
        case down
        case up
        case killRunner
    }

    private enum Message {
        case request(JobStateMachine.Request)
        case end(start: Int)
        case removeSpool(start: Int)
    }

    /// Which controller made which attempt.
    private struct Contact: Hashable {
        let life: Int
        let attempt: Int
    }

    /// One connection.
    private struct Link {
        let contact: Contact
        var isAlive = true
        var header: AnswerHeader?
        var start = 1
        var sent = 0
        var hasHeader = false
        var isRead = false
        var hasEnded = false
    }

    private var random: SeededGenerator
    private var machine: JobStateMachine
    private let origin = ContinuousClock.now
    private var now = Duration.zero
    private var queue = EventQueue<Entry>()
    private var link: Link?
    /// The controllers so far; what concerns an earlier one goes nowhere.
    private var life = 0
    private var isControllerUp = true
    /// How often a lost job has been looked for again.
    private var looks = 0
    /// The actions left until the controller dies, life by life.
    private var actionsToLive: [Int] = []
    private var journal: [(at: Timestamp, event: JobEvent)] = []
    private let seed: UInt64
    private var verdict: Verdict

    private struct Entry {
        let life: Int
        let what: Happening
    }

    private let flaw: Flaw?

    init(seed: UInt64, flaw: Flaw? = nil) {
        self.seed = seed
        self.flaw = flaw
        var random = SeededGenerator(seed: seed)
        var policy = JobPolicy()
        policy.reconnect = random.chance(0.2) ? .forever : .within(.seconds(60))
        policy.retries = random.chance(0.2) ? 2 : 0
        if random.chance(0.2) { policy.onReboot = .rerun(most: 2) }
        if random.chance(0.1) { policy.onReboot = .expected(within: .seconds(120)) }
        if random.chance(0.1) { policy.idleTimeout = .seconds(20) }
        if random.chance(0.1) { policy.timeout = .seconds(40) }
        policy.keepsSpool = random.chance(0.5)
        let scriptSeed = random.next()
        let host = ModelHost(flaw: flaw) { start in
            var random = SeededGenerator(seed: scriptSeed &+ UInt64(start))
            let duration = random.seconds(upTo: 60)
            let count = Int.random(in: 0...200, using: &random)
            let writes = (0..<count).map { _ in
                Duration.milliseconds(
                    Int.random(in: 0...Int(duration.seconds * 1_000), using: &random))
            }
            let exit: ExitStatus =
                random.chance(0.6) ? .code(0) : .code(UInt8.random(in: 1...255, using: &random))
            return ModelHost.Behaviour(writes: writes.sorted(), exit: exit, duration: duration)
        }
        self.machine = JobStateMachine(policy: policy, seed: random.next())
        self.verdict = Verdict(host: host, policy: policy)
        self.random = random
        planFaults()
    }

    private mutating func planFaults() {
        for _ in 0..<Int.random(in: 0...12, using: &random) {
            schedule(.cut, after: random.seconds(upTo: 80))
        }
        if random.chance(0.3) {
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let down = random.seconds(upTo: 80)
                schedule(.down, after: down)
                schedule(.up, after: down + random.seconds(upTo: 30))
            }
        }
        if random.chance(0.1) { schedule(.killRunner, after: random.seconds(upTo: 60)) }
        if random.chance(0.1) { schedule(.cancel, after: random.seconds(upTo: 60)) }
        guard random.chance(0.5) else { return }
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            // Most go wrong in the launch, so that is where most deaths are.
            let most = random.chance(0.6) ? 12 : 120
            actionsToLive.append(Int.random(in: 0...most, using: &random))
        }
    }

    /// Runs until the job has ended.
    mutating func run() -> Verdict {
        handle(.began)
        while verdict.outcome == nil {
            verdict.steps += 1
            guard verdict.steps < 20_000 else {
                verdict.problems.append("does not end")
                break
            }
            guard let next = queue.next() else {
                verdict.problems.append("waits for nothing")
                break
            }
            now = next.at
            happen(next.what)
        }
        letHostGoOn()
        return verdict
    }

    /// What is still under way to the host gets there, or doesn't: no controller is there any more.
    private mutating func letHostGoOn() {
        link = nil
        isControllerUp = false
        while let next = queue.next() {
            switch next.what.what {
            case .reachHost, .down, .up, .killRunner:
                now = next.at
                happen(next.what)
            case .machine, .deliver, .cancel, .resume, .cut: break
            }
        }
        let last = verdict.host.truth.keys.max().flatMap { verdict.host.truth[$0] }
        verdict.runsOn = last.map { !$0.hasEnded(at: now) && $0.cutAt == nil } ?? false
    }

    private mutating func schedule(_ what: Happening, after delay: Duration) {
        queue.add(Entry(life: life, what: what), at: now + delay)
    }

    private mutating func happen(_ entry: Entry) {
        switch entry.what {
        case .machine(let event):
            guard entry.life == life, isControllerUp else { return }
            if case .connected(let attempt, _) = event {
                // Between the login and this moment the link may have broken.
                guard link?.contact.attempt == attempt, link?.isAlive == true else {
                    let error = TransportError(.lost, "cut during the login")
                    return handle(.connectFailed(attempt: attempt, error))
                }
            }
            handle(event)
        case .reachHost(let contact, let message): reachHost(contact, message)
        case .deliver(let contact): deliver(contact)
        case .cancel:
            guard isControllerUp else { return }
            verdict.wasCancelled = true
            handle(.cancelled)
        case .resume: resume()
        case .cut: breakLink()
        case .down:
            guard verdict.host.isUp else { return }
            verdict.isCalm = false
            verdict.host.goDown(at: now, losingSpool: random.chance(0.2))
            breakLink()
        case .up:
            guard !verdict.host.isUp else { return }
            verdict.host.comeUp(at: now)
            verdict.hasRebooted = true
        case .killRunner:
            verdict.isCalm = false
            verdict.host.killRunner(at: now)
        }
    }

    private mutating func breakLink() {
        guard let broken = link, broken.isAlive else { return }
        link?.isAlive = false
        let error = TransportError(.lost, "cut")
        schedule(
            .machine(.connectionLost(attempt: broken.contact.attempt, error)),
            after: random.seconds(upTo: 10))
    }

    private mutating func handle(_ event: JobStateMachine.Event) {
        for action in machine.handle(event, at: origin + now) {
            guard verdict.outcome == nil, isControllerUp else { return perform(action) }
            if let left = actionsToLive.first {
                guard left > 0 else { return die() }
                actionsToLive[0] = left - 1
            }
            perform(action)
        }
    }

    // MARK: The controller's deaths

    private mutating func die() {
        actionsToLive.removeFirst()
        verdict.crashes += 1
        isControllerUp = false
        link = nil
        schedule(.resume, after: random.seconds(upTo: 30))
    }

    /// Another controller goes on from what the journal and the logs hold.
    private mutating func resume() {
        life += 1
        isControllerUp = true
        var past = JobPast(seenAt: wallClock)
        for entry in journal {
            if flaw == .forgetsWish, case .ending = entry.event { continue }
            past.record(entry.event, at: entry.at)
        }
        var content = LogContent()
        content.add(verdict.logs[past.start] ?? [])
        past.logs = [.standardOutput: content]
        machine = JobStateMachine(
            policy: verdict.policy, seed: seed &+ UInt64(life), resuming: past)
        handle(.began)
    }

    private var wallClock: Timestamp {
        Timestamp(milliseconds: 1_795_597_876_000 + Int64(now.seconds * 1_000))
    }
}

// MARK: What the machine wants

extension JobSimulation {
    private mutating func perform(_ action: JobStateMachine.Action) {
        switch action {
        case .connect(let attempt): connect(attempt)
        case .request(let attempt, let request):
            guard link?.contact.attempt == attempt else {
                return problem("a request without a link")
            }
            link?.start = request.start
            link?.sent = Int(request.offset.bytes)
            if flaw == .repeatsByte, request.offset.bytes > 0 { link?.sent -= 1 }
            if flaw == .skipsByte, request.offset.bytes > 0 { link?.sent += 1 }
            send(attempt, .request(request))
        case .probe(let attempt):
            let verdict = verdict.host.isUp && random.chance(0.9) ? nil : "not there"
            schedule(
                .machine(.probed(attempt: attempt, verdict: verdict)),
                after: random.seconds(upTo: 10))
        case .read(let attempt):
            guard let contact = link?.contact, contact.attempt == attempt else {
                return problem("a read without a link")
            }
            link?.isRead = true
            schedule(.deliver(contact), after: .zero)
        case .endScript(let attempt, let start): send(attempt, .end(start: start))
        case .leave(let attempt, let removingSpool):
            if removingSpool, let start = link?.start { send(attempt, .removeSpool(start: start)) }
            link = nil
        case .setTimer where flaw == .losesTimers: break
        case .setTimer(let timer, let delay): schedule(.machine(.timerFired(timer)), after: delay)
        case .report(let event): journal.append((wallClock, event))
        case .finish(let outcome): finish(outcome)
        }
    }

    /// Ends the job; one that was lost may be looked for again by another controller.
    private mutating func finish(_ outcome: Outcome) {
        let end = JobEnd(outcome: outcome, duration: now, bytes: 0, lines: 0)
        journal.append((wallClock, .ended(end)))
        guard case .lost = outcome, looks < 2, random.chance(0.5) else {
            verdict.outcome = outcome
            return
        }
        looks += 1
        isControllerUp = false
        link = nil
        schedule(.resume, after: random.seconds(upTo: 100))
    }

    private mutating func problem(_ text: String) { verdict.problems.append(text) }

    private mutating func connect(_ attempt: Int) {
        let delay = random.seconds(upTo: 2)
        guard verdict.host.isUp, !random.chance(0.1) else {
            let code: TransportError.Code =
                [.refused, .timedOut, .dropped].randomElement(using: &random) ?? .refused
            let error = TransportError(code, "not let in")
            return schedule(.machine(.connectFailed(attempt: attempt, error)), after: delay)
        }
        link = Link(contact: Contact(life: life, attempt: attempt))
        schedule(.machine(.connected(attempt: attempt, notices: [])), after: delay)
    }

    private mutating func send(_ attempt: Int, _ message: Message) {
        let contact = Contact(life: life, attempt: attempt)
        schedule(.reachHost(contact, message), after: random.seconds(upTo: 0.5))
    }

    // MARK: What the host does

    private mutating func reachHost(_ contact: Contact, _ message: Message) {
        guard verdict.host.isUp else { return }
        switch message {
        case .removeSpool(let start):
            // Sent behind the last byte: it arrives or it doesn't.
            if random.chance(0.8) { verdict.host.removeSpool(start: start, at: now) }
        case .request(let request):
            guard let current = link, current.contact == contact, current.isAlive else {
                // A request that left before the link broke may still be carried out.
                if random.chance(0.5) { _ = verdict.host.ensure(request, at: now) }
                return
            }
            link?.header = verdict.host.ensure(request, at: now)
            schedule(.deliver(contact), after: random.seconds(upTo: 0.5))
        case .end(let start):
            let answer = verdict.host.end(start: start, at: now)
            guard link?.contact == contact, link?.isAlive == true else { return }
            schedule(
                .machine(.endAnswered(attempt: contact.attempt, answer)),
                after: random.seconds(upTo: 0.5))
            schedule(.deliver(contact), after: random.seconds(upTo: 1))
        }
    }

    /// Gives the client what there is, where it reads; else looks again when there may be more.
    private mutating func deliver(_ contact: Contact) {
        guard let current = link, current.contact == contact, current.isAlive, current.isRead,
            !current.hasEnded, let header = current.header
        else { return }
        guard current.hasHeader else {
            link?.hasHeader = true
            link?.isRead = false
            return handle(.answered(attempt: contact.attempt, header))
        }
        guard let start = verdict.host.starts[current.start] else { return }
        let available = start.written(at: now)
        if current.sent < available {
            let count = Int.random(in: 1...(available - current.sent), using: &random)
            let bytes = (current.sent..<current.sent + count).map {
                ModelHost.byte(start: current.start, at: $0)
            }
            link?.sent += count
            link?.isRead = false
            verdict.logs[current.start, default: []] += bytes
            return handle(.received(attempt: contact.attempt, bytes: count))
        }
        if let exit = start.exit(at: now) {
            link?.hasEnded = true
            return handle(.scriptEnded(attempt: contact.attempt, exit))
        }
        if start.cutAt != nil {
            link?.hasEnded = true
            if flaw == .callsUnknownEndOK {
                return handle(.scriptEnded(attempt: contact.attempt, .code(0)))
            }
            let reason: AnswerDecoder.GoneReason = start.runnerIsGone ? .runner : .reboot
            return handle(.runnerGone(attempt: contact.attempt, reason))
        }
        schedule(.deliver(contact), after: .milliseconds(250))
    }
}
