import FleetCore
import FleetDocuments
import FleetExecution
import FleetReport
import Flotilla

/// A part of the program that is measured alone.
struct Part {
    /// What it does.
    let name: String
    /// On how many things.
    let items: Int
    /// On how many bytes, where they are the measure.
    var bytes: Int?
    /// Does it once.
    let work: () async throws -> Void

    /// All parts.
    static func all() throws -> [Part] {
        [
            inventory(hosts: 10_000), inventory(hosts: 100_000),
            try shards(hosts: 100_000), try schedule(hosts: 10_000), try schedule(hosts: 100_000),
            try events(100_000), try printing(lines: 1_000_000),
        ]
    }

    private static func inventory(hosts: Int) -> Part {
        let lines = (1...hosts).map {
            "  web\($0): { address: 10.\($0 >> 16 & 255).\($0 >> 8 & 255).\($0 & 255), vars: { n: \($0) } }\n"
        }
        let text = "groups: { web: { hosts: ['web[1:\(hosts)]'] } }\nhosts:\n" + lines.joined()
        return Part(
            name: "an inventory in YAML, read and resolved", items: hosts, bytes: text.utf8.count
        ) {
            let inventory = try Inventory.parse(text)
            precondition(inventory.hosts.count == hosts, "hosts are missing")
        }
    }

    private static func shards(hosts: Int) throws -> Part {
        let shard = try found(Shard("3/8"))
        let hosts = try names(hosts)
        return Part(name: "of which shard a host is", items: hosts.count) {
            precondition(hosts.count { shard.holds($0) } > 0, "a shard has no host")
        }
    }

    private static func events(_ count: Int) throws -> Part {
        let jobs = try jobs(count)
        let end = JobEnd(outcome: .ok, duration: .seconds(2), bytes: 120, lines: 20)
        return Part(name: "events as lines of JSON", items: count) {
            var bytes: [UInt8] = []
            for job in jobs {
                EventJSON.write(
                    RunEvent(
                        at: Timestamp(milliseconds: 1_795_597_876_123), .job(job, .ended(end))),
                    to: &bytes)
            }
            precondition(bytes.count > 100 * count, "events are missing")
        }
    }

    private static func printing(lines: Int) throws -> Part {
        let jobs = try jobs(50)
        // Pieces as a network brings them: they end in the middle of lines.
        let text = Array(
            repeating:
                "a line of some eighty bytes, as scripts print them, more or less: 0123456789\n",
            count: 500
        )
        .joined()
        let whole = Array(text.utf8)
        let rounds = lines / 500
        return Part(name: "lines tagged and made safe", items: lines, bytes: whole.count * rounds) {
            let sink = CountingOutput()
            let printer = Printer(options: PrinterOptions(), output: sink)
            let time = Timestamp(milliseconds: 0)
            for round in 0..<rounds {
                let job = jobs[round % jobs.count]
                let middle = (round * 37) % whole.count
                await printer.print(whole[..<middle], of: job, at: time)
                await printer.print(whole[middle...], of: job, at: time)
            }
            await printer.finish(at: time)
            let printed = await sink.bytes
            precondition(printed > whole.count * rounds, "lines are missing")
        }
    }

    // MARK: What they work on

    static func names(_ count: Int) throws -> [HostID] {
        try (1...count).map { try found(HostID("web\($0).example.com")) }
    }

    static func jobs(_ count: Int) throws -> [JobID] {
        let step = try found(StepID("patch"))
        return try names(count).map { JobID(host: $0, step: step) }
    }

    static func found<Value>(_ value: Value?) throws -> Value {
        guard let value else { throw NoName() }
        return value
    }

    private struct NoName: Error {}
}

/// An output that only counts.
private actor CountingOutput: PrinterOutput {
    private(set) var bytes = 0

    func write(_ bytes: [UInt8]) async throws(PrinterError) { self.bytes += bytes.count }
}
