import FleetCore
import FleetDocuments
import FleetRecord
import FleetReport
import Flotilla
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("End to end: what a run has recorded", .endToEnd, .fewAtOnce)
struct RecordedRunTests {
    /// Waits for a file, so that the test can cut the link in the middle; web2 fails.
    private static let script = """
        echo begun on $FLOTILLA_HOST
        case $FLOTILLA_HOST in web2) echo 'E: locked' >&2; exit 100;; esac
        until [ -e ~/go ]; do sleep 0.05; done
        echo done
        """

    @Test(
        "gives the summary, the JUnit file and the report that were made while it ran, to the byte")
    func replays() async throws {
        let farm = try await Farm.shared
        let (someone, hosts) = try await Operator.withHosts(
            "web1", "web2", more: "  off: { address: 127.0.0.1, port: 1 }\n")
        try someone.folder.write(RecordedRunTests.script, to: "wait.sh")
        var wish = RunWish()
        wish.inventories = [someone.folder.file("flotilla.yaml")]
        wish.steps = [.script(someone.folder.file("wait.sh"), arguments: [])]
        let run = try FleetRun(
            await RunPlanner().plan(wish), keptIn: someone.folder.file("runs"))
        let watcher = Watcher(cutting: hosts[0], of: farm)
        let ends = try await run.carryOut(observers: [watcher])
        #expect(Set(ends.values.map(\.word)) == [.ok, .failed, .unreachable])

        let live = watcher.events.withLock { $0 }
        let replayed = try run.folder.events()
        #expect(replayed.count == live.count)
        #expect(RunTotals(RunSummary(live)).reconnects == 1)
        let made = try await RecordedRunTests.reports(live, of: run.folder)
        #expect(try await RecordedRunTests.reports(replayed, of: run.folder) == made)
        #expect(made[0].contains("     | E: locked\n"))
    }

    /// Summary at two widths, JSON, JUnit and report.
    private static func reports(_ events: [RunEvent], of folder: RunFolder) async throws -> [String]
    {
        let summary = RunSummary(events)
        let read: StoredOutput = { try await folder.readOutput(of: $0, at: $1) }
        func tails(_ limits: LogTail.Limits) async throws -> [JobID: LogTail] {
            var tails: [JobID: LogTail] = [:]
            for job in summary.jobs.filter(SummaryTable.wantsTail).map(\.job) {
                tails[job] = try await LogTail(
                    of: job, size: folder.outputSize(of: job), limits: limits, reading: read)
            }
            return tails
        }
        var options = SummaryTable.Options()
        options.tails = try await tails(SummaryTable.tailLimits)
        let narrow = SummaryTable(summary, options: options).text
        options.columns = 200
        options.foldsAbove = 1
        let outputs = try await ReportOutputs(
            of: summary, size: { try await folder.outputSize(of: $0) }, reading: read)
        return [
            narrow, SummaryTable(summary, options: options).text,
            String(decoding: try SummaryDocument(summary).encoded(), as: UTF8.self),
            JUnitDocument(summary, tails: try await tails(JUnitDocument.tailLimits)).text,
            String(
                decoding: ReportPage(summary, Timeline(events), outputs).html, as: UTF8.self),
        ]
    }

    /// Keeps the events as they come, cuts a host's link once it has printed, and lets it go on once it is back.
    private final class Watcher: RunObserver {
        let events = Mutex<[RunEvent]>([])
        private let host: Farm.Host
        private let farm: Farm
        private let hasCut = Mutex(false)

        init(cutting host: Farm.Host, of farm: Farm) {
            self.host = host
            self.farm = farm
        }

        func observe(_ event: RunEvent) async {
            events.withLock { $0.append(event) }
            if case .job(_, .reconnected) = event.kind { letGo() }
        }

        func observe(output: ArraySlice<UInt8>, of job: JobID, from stream: FleetCore.OutputStream)
            async
        {
            let isFirst = hasCut.withLock { hasCut in
                defer { hasCut = hasCut || job.host.name == "web1" }
                return !hasCut && job.host.name == "web1"
            }
            guard isFirst else { return }
            do {
                try await farm.cut(host)
            } catch {
                Issue.record(error)
                letGo()
            }
        }

        private func letGo() {
            #expect(FileManager.default.createFile(atPath: "\(host.home)/go", contents: nil))
        }
    }
}
