import ArgumentParser
import FleetRecord
import FleetReport
import Foundation

/// `flotilla report`.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Make a run's report: one HTML file, with timeline, table and output.",
        usage: "flotilla report [<options>] <run>",
        discussion: """
            It needs nothing but itself: no network, no server. Long outputs are cut, and linked to \
            the logs in the run's folder.

            EXAMPLES
              flotilla report last                       report.html in the run's folder
              flotilla report last --html monday.html    elsewhere
              flotilla report last --junit junit.xml     JUnit XML instead
            """)

    @OptionGroup var store: StoreOptions

    @Option(
        help: ArgumentHelp(
            "Where the report is written (default: report.html in the run's folder).",
            valueName: "file"),
        completion: .file(extensions: ["html"]))
    var html: String?

    @Option(
        help: ArgumentHelp("Write JUnit XML here; no HTML unless asked for.", valueName: "file"),
        completion: .file(extensions: ["xml"]))
    var junit: String?

    @Argument(help: "The run's id, the beginning of it, or last.", completion: Completions.run)
    var run: String

    func validate() throws {
        try ResultFile.check(html, of: "--html")
        try ResultFile.check(junit, of: "--junit")
    }

    func run() async throws {
        let folder = try RunStore(store).open(run)
        let events = try folder.events()
        let report = SummaryReport(RunSummary(events), of: folder)
        if let junit {
            try ResultFile.write(Array(try await report.junit().utf8), to: junit, of: "--junit")
            Output.write("\(junit)\n", to: .standardOutput)
        }
        if let html {
            let path = ReportPath(html, to: folder.path)
            let page = try await report.page(Timeline(events), pathToRun: path.toRun)
            try ResultFile.write(page.html, to: html, of: "--html")
            Output.write("\(html)\n", to: .standardOutput)
        } else if junit == nil {
            let page = try await report.page(Timeline(events), pathToRun: "")
            try await folder.writeReport(page.html)
            Output.write("\(folder.path)/\(RunFolder.reportName)\n", to: .standardOutput)
        }
    }
}
