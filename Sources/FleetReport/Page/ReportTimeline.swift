import FleetCore

/// The report's picture of the run: a line for each host on a common axis of time.
struct ReportTimeline {
    let html: String

    /// How high a stretch is drawn, in a line of 16: what matters more is higher.
    private static let heights: [Timeline.Phase: Int] = [
        .waiting: 2, .connecting: 6, .running: 10, .away: 4,
    ]

    init(_ timeline: Timeline) {
        let axis = TimeAxis(timeline)
        let rows = timeline.rows.enumerated().map { number, row in
            ReportTimeline.line(row, on: axis, isFirst: number == 0)
        }
        html = """
            <section id="timeline" aria-labelledby="timeline-title">
            <h2 id="timeline-title">Timeline</h2>
            <p class="legend" aria-hidden="true">\(ReportTimeline.legend)</p>
            <div class="box">
            <div class="lines scroll">
            <div class="axis" aria-hidden="true"><svg height="18" width="100%">\
            \(ReportTimeline.names(of: axis))</svg></div>
            <ul role="list">
            \(rows.joined())</ul></div>
            <p id="say" role="status">Point at a host, or move to it with the arrow keys.</p>
            </div>
            </section>

            """
    }

    private static func names(of axis: TimeAxis) -> String {
        let moments = axis.moments
        return moments.indices.map { index in
            let (place, name) = moments[index]
            // The outermost names stay inside.
            let isNearEnd = (Double(place.dropLast()) ?? 0) > 94
            let anchor = index == 0 ? "start" : isNearEnd ? "end" : "middle"
            return "<text x=\"\(place)\" y=\"13\" text-anchor=\"\(anchor)\">\(name)</text>"
        }.joined()
    }

    private static var legend: String {
        func sample(_ name: String, _ kind: String, height: Int, width: Int) -> String {
            let top = 8 - height / 2
            return
                "<span><svg width=\"\(width + 2)\" height=\"16\"><rect class=\"\(kind)\" x=\"0\" y=\"\(top)\" "
                + "width=\"\(width)\" height=\"\(height)\"/></svg>\(name)</span>"
        }
        let phases = Timeline.Phase.allCases.map {
            sample($0.rawValue, "p-\($0.rawValue)", height: heights[$0] ?? 2, width: 18)
        }
        let marks = [("rebooted", "m-rebooted"), ("ended well", "m s-ok"), ("badly", "m s-failed")]
        return (phases + marks.map { sample($0, $1, height: 14, width: 4) }).joined()
    }

    private static func line(_ row: Timeline.Row, on axis: TimeAxis, isFirst: Bool) -> String {
        let name = MarkupText.content(row.host.name)
        let segments = row.segments.map { segment in
            let height = heights[segment.phase] ?? 2
            return rect(
                "p-\(segment.phase.rawValue)", axis.place(of: segment.start), 8 - height / 2,
                axis.width(from: segment.start, to: segment.end), height)
        }
        let marks = row.marks.map { mark in
            let kind =
                switch mark.kind {
                case .rebooted: "m-rebooted"
                case .ended(_, let end):
                    "m s-\(end.isIgnored ? "ignored" : end.outcome.word.rawValue)"
                }
            return rect(kind, axis.place(of: mark.time), 1, "4", 14)
        }
        return """
            <li data-host="\(MarkupText.attribute(row.host.name))" tabindex="\(isFirst ? 0 : -1)" \
            aria-label="\(MarkupText.attribute(words(of: row, on: axis)))"><span class="name">\(name)</span>\
            <svg height="16" width="100%" aria-hidden="true">\((segments + marks).joined())</svg></li>

            """
    }

    private static func rect(_ kind: String, _ x: String, _ y: Int, _ width: String, _ height: Int)
        -> String
    {
        "<rect class=\"\(kind)\" x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"\(height)\"/>"
    }

    /// The most stretches that are put in words; a host may have been away a thousand times.
    private static let mostWords = 12

    /// What a line shows, in words: `web3: connecting 0.02s–0.31s, running 0.31s–4.10s; ok after 4.10s`.
    private static func words(of row: Timeline.Row, on axis: TimeAxis) -> String {
        var parts = row.segments.prefix(mostWords).compactMap { segment -> String? in
            let (start, end) = (axis.name(of: segment.start), axis.name(of: segment.end))
            // What was over at once is seen, and need not be read.
            return start == end ? nil : "\(segment.phase.rawValue) \(start)–\(end)"
        }
        if row.segments.count > mostWords { parts.append("and so on") }
        let steps = Set(
            row.marks.compactMap { if case .ended(let step, _) = $0.kind { step } else { nil } })
        let ends = row.marks.prefix(mostWords).map { mark in
            switch mark.kind {
            case .rebooted: "rebooted before \(axis.name(of: mark.time))"
            case .ended(let step, let end):
                (steps.count > 1 ? "\(step) " : "")
                    + "\(end.outcome.word.rawValue) at \(axis.name(of: mark.time))"
            }
        }
        let text = [parts, ends].filter { !$0.isEmpty }.map { $0.joined(separator: ", ") }
        return "\(row.host): \(text.joined(separator: "; "))"
    }
}
