import Foundation

/// The way from a report to the run that it is about.
struct ReportPath {
    /// The path from the report's folder to the run's, ending in `/`: `../state/flotilla/runs/…/`.
    let toRun: String

    init(_ report: String, to run: String) {
        let from = ReportPath.parts(of: URL(fileURLWithPath: report).deletingLastPathComponent())
        let to = ReportPath.parts(of: URL(fileURLWithPath: run))
        let shared = zip(from, to).prefix { $0 == $1 }.count
        let up = Array(repeating: "..", count: from.count - shared)
        toRun = (up + to[shared...]).map { $0 + "/" }.joined()
    }

    /// The folders on the way, without `..` and links: the browser doesn't know what these stand for.
    private static func parts(of place: URL) -> [String] {
        place.resolvingSymlinksInPath().pathComponents.filter { $0 != "/" }
    }
}
