import FleetCore
import FleetRecord
import FleetReport
import Foundation

/// What runs write into their folders.
extension Sample {
    private static let time = Timestamp(milliseconds: 1_795_597_876_000)
    private static let web = name("web1", HostID.init)
    private static let patch = name("patch", StepID.init)
    private static let run = name("20261125-091116-abcd", RunID.init)

    private static func name<Name>(_ text: String, _ make: (String) -> Name?) -> Name {
        guard let name = make(text) else { preconditionFailure("'\(text)' is no name") }
        return name
    }

    /// One of each event.
    static let events: [[UInt8]] = kinds.map { kind in
        var bytes: [UInt8] = []
        EventJSON.write(RunEvent(at: time, kind), to: &bytes)
        return bytes
    }

    private static let kinds: [RunEvent.Kind] =
        [
            .runStarted(run, jobs: [JobID(host: web, step: patch)]), .runEnded,
            .interrupted(count: 2),
            .batchStarted(BatchMark(name: "patch", play: (1, of: 2), batch: (2, of: 4), hosts: 9)),
        ]
        + happened.map { .job(JobID(host: web, step: patch), $0) }

    private static let happened: [JobEvent] =
        [
            .connecting(attempt: 1), .connected(BootIdentity("b-1")), .started(attempt: 1),
            .startingAgain(attempt: 2, reason: "exit 1"), .connectionLost("reset"),
            .reconnecting(after: .seconds(2), reason: "reset"),
            .reconnected(away: .milliseconds(1_500)), .ending(.idleTimeout),
            .rebooted(before: BootIdentity("b-1"), after: BootIdentity("b-2")),
            .notice("learned \u{1b}[31m"), .pushed(copied), .fetched(copied), .skippedEqual(copied),
        ]
        + outcomes.map {
            .ended(JobEnd(outcome: $0, duration: .seconds(9), bytes: 100, lines: 7))
        }

    private static let copied = FileCopy(path: "/srv/a", bytes: 12, verification: "sha256sum")

    private static let outcomes: [Outcome] = [
        .ok, .failed(.code(3)), .rebooted, .timeout, .unreachable(Unreachable(.dns, "no address")),
        .lost("no route"), .cancelled, .skipped("a failure"), .unneeded("a condition"),
    ]

    /// Requests of one thing each.
    static let requests: [[UInt8]] =
        policies.map { policy in
            written {
                $0.steps = [RequestedStep(id: patch, script: script, checksum: 7, policy: policy)]
            }
        }
        + copies.map { copy in
            written {
                $0.steps = [RequestedStep(id: patch, copy: copy, checksum: 0, policy: JobPolicy())]
            }
        }
        + hosts.map { host in written { $0.hosts = [host] } }
        + plays.map { play in written(plays: [play]) { $0.hosts = [host] } }
        + [written { _ in }, written(typed)]

    /// A request of all of that.
    static let request = written(plays: plays) { request in
        typed(&request)
        request.hosts = hosts
        request.steps = policies.map {
            RequestedStep(id: patch, script: script, checksum: 7, policy: $0)
        }
    }

    private static func typed(_ request: inout RunRequest) {
        request.commandLine = ["flotilla", "run", "-l", "web", "patch.sh"]
        request.workingDirectory = "/home/me"
        request.fanout = 3
        request.serial = ["1", "25%"]
        request.maxFail = "10%"
        request.retryOf = run
    }

    private static let copies = [
        StepCopy.fetch("/var/log/a"), .push("/a", to: "b", mode: FileMode(bits: 0o640)),
    ]

    private static func written(
        plays: [Play]? = nil, _ fill: (inout RunRequest) -> Void
    ) -> [UInt8] {
        var request = RunRequest(run: run, startedAt: time, flotilla: "1.0", plays: plays)
        fill(&request)
        let encoder = JSONEncoder()
        // In one order: an input must be the same in each process.
        encoder.outputFormatting = .sortedKeys
        guard let data = try? encoder.encode(request) else {
            preconditionFailure("a request can be written")
        }
        return Array(data)
    }

    private static let script = Script(
        source: "patch.sh", content: Array("true".utf8), arguments: ["-q", "a b"], environment: [])

    private static let policies: [JobPolicy] = {
        var patient = JobPolicy()
        patient.reconnect = .forever
        patient.onReboot = .rerun(most: 3)
        patient.retries = 2
        patient.delay = .milliseconds(500)
        var strict = JobPolicy()
        strict.onReboot = .expected(within: .seconds(600))
        strict.idleTimeout = .seconds(10)
        strict.timeout = .milliseconds(20_500)
        strict.onTimeout = .leave
        strict.usesTTY = true
        strict.becomeUser = "root"
        return [JobPolicy(), patient, strict]
    }()

    private static let host = RequestedHost(
        id: web, machine: Machine(address: "10.0.0.1"), user: "me")

    private static let hosts: [RequestedHost] = {
        var known = host
        known.knownHosts = ["/etc/ssh/known_hosts"]
        known.hostKeys = "strict"
        known.connectTimeout = 10.5
        known.keys = [.agent, .file("/home/me/.ssh/id", passphrase: .environment("OPS"))]
        var behind = host
        behind.jumps = [host]
        behind.transport = "openssh"
        behind.sshName = "web"
        behind.isBehindProxy = true
        behind.bindAddress = "::1"
        var particular = host
        particular.steps = [patch]
        particular.policies = ["patch": RecordedPolicy(policies[1])]
        particular.earlier = ["patch": .failed(.code(3))]
        particular.becomePassword = .prompt
        return [host, known, behind, particular]
    }()

    private static let plays: [Play] = {
        var rolling = Play(name: "web", hosts: [web], stages: [[PlayStep(id: patch)]])
        rolling.limits.serial = ["1", "25%"].compactMap { BatchSize($0) }
        rolling.limits.maxFail = BatchSize("10%")
        rolling.perHost = 2
        var conditional = PlayStep(id: patch)
        conditional.onFailure = .ignore
        conditional.runsOnce = true
        conditional.conditions = [StepCondition(step: patch, outcomes: [.failed], exits: [3])]
        var careful = Play(name: "db", hosts: [web], stages: [[conditional, PlayStep(id: patch)]])
        careful.isEndedByAnyFailure = true
        return [rolling, careful]
    }()
}
