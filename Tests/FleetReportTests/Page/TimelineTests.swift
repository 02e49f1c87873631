import FleetCore
import FleetReport
import Testing

@Suite("What hosts were doing when")
struct TimelineTests {
    private let one = Sample.job("web1", "one")
    private let two = Sample.job("web1", "two")

    private func shape(_ events: [RunEvent]) -> [String] {
        Timeline(events).rows.flatMap { row in
            row.segments.map { segment in
                let start = segment.start.milliseconds - Sample.start.milliseconds
                let end = segment.end.milliseconds - Sample.start.milliseconds
                return "\(row.host) \(segment.phase.rawValue) \(start)-\(end)"
            }
        }
    }

    @Test("a job waits, is connected to, runs, is away, is back, and has ended")
    func life() {
        let boots = (BootIdentity("A"), BootIdentity("B"))
        let events = [
            Sample.started([one]), Sample.event(one, .connecting(attempt: 1), after: 100),
            Sample.event(one, .connecting(attempt: 2), after: 150),
            Sample.event(one, .connected(boots.0), after: 200),
            Sample.event(one, .started(attempt: 1), after: 210),
            Sample.event(one, .connectionLost("reset"), after: 300),
            Sample.event(one, .connecting(attempt: 3), after: 320),
            Sample.event(one, .reconnected(away: .milliseconds(100)), after: 400),
            Sample.event(one, .rebooted(before: boots.0, after: boots.1), after: 400),
            Sample.event(one, Sample.end(.rebooted), after: 500),
            RunEvent(at: Sample.time(900), .runEnded),
        ]
        let phases = ["waiting 0-100", "connecting 100-200", "running 200-300", "away 300-400"]
        #expect(shape(events) == (phases + ["running 400-500"]).map { "web1 \($0)" })
        #expect(Timeline(events).rows[0].marks.map(\.time) == [Sample.time(400), Sample.time(500)])
    }

    @Test("of a host's jobs the one counts that tells most")
    func severalJobs() {
        let events = [
            Sample.started([one, two]), Sample.event(one, .started(attempt: 1), after: 100),
            Sample.event(two, .started(attempt: 1), after: 200),
            Sample.event(two, .connectionLost("reset"), after: 300),
            Sample.event(two, Sample.end(.lost("gone")), after: 400),
            Sample.event(one, Sample.end(.ok), after: 500),
        ]
        let phases = ["waiting 0-100", "running 100-300", "away 300-400", "running 400-500"]
        #expect(shape(events) == phases.map { "web1 \($0)" })
    }

    @Test("what has no end is drawn up to the last event; a clock set back draws nothing backwards")
    func odd() {
        let events = [
            Sample.started([one]), Sample.event(one, .started(attempt: 1), after: 200),
            Sample.event(one, .connectionLost("reset"), after: 50),
            RunEvent(at: Sample.time(600), .interrupted(count: 1)),
        ]
        let phases = ["waiting 0-200", "running 200-200", "away 200-600"]
        #expect(shape(events) == phases.map { "web1 \($0)" })
        #expect(Timeline([]).rows.isEmpty)
    }
}
