import FleetCore
import FleetExecution

extension Part {
    /// The schedule of a fleet in virtual time: jobs that take 1 to 60 s, fanout 1,000, and one in a hundred fails.
    static func schedule(hosts: Int) throws -> Part {
        let jobs = try jobs(hosts)
        let work = jobs.enumerated().map { index, job in
            HostWork(
                host: job.host,
                machine: Machine(address: "10.0.0.1", port: UInt16(index % 60_000 + 1)),
                perHost: 1_000, steps: [job.step])
        }
        return Part(name: "a fleet scheduled in virtual time", items: hosts) {
            var limits = ScheduleLimits()
            limits.fanout = 1_000
            var clock = VirtualClock(Schedule(work, limits: limits))
            clock.run()
            precondition(clock.ended == hosts, "jobs are missing")
        }
    }
}

/// Drives a schedule: jobs end when their virtual time has come.
private struct VirtualClock {
    private var schedule: Schedule
    /// The jobs that end in each second from now on.
    private var ends = Array(repeating: [JobID](), count: 64)
    private var running = 0
    private var second = 0
    private(set) var ended = 0

    init(_ schedule: Schedule) { self.schedule = schedule }

    mutating func run() {
        handle(.began)
        while running > 0 {
            second += 1
            let due = ends[second % ends.count]
            ends[second % ends.count] = []
            for job in due {
                running -= 1
                ended += 1
                handle(.jobEnded(job, ended % 100 == 0 ? .failed(.code(1)) : .ok))
            }
        }
    }

    private mutating func handle(_ event: Schedule.Event) {
        for action in schedule.handle(event) {
            guard case .start(let job) = action else { continue }
            running += 1
            let duration = 1 + (ended * 7 + running * 13) % 60
            ends[(second + duration) % ends.count].append(job)
        }
    }
}
