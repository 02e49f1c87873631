import FleetCore

/// The scale of the timeline: from the run's beginning to its end, with a few round moments named.
struct TimeAxis {
    private let start: Timestamp
    private let length: Int64

    init(_ timeline: Timeline) {
        start = timeline.start ?? Timestamp(milliseconds: 0)
        length = max(1, (timeline.end ?? start).milliseconds - start.milliseconds)
    }

    /// The round steps between two named moments, in milliseconds: of a clock, not of ten.
    private static let steps: [Int64] =
        [10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000]
        + [1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 720, 1_440].map { $0 * 60_000 }
    /// More would touch one another on a narrow page.
    private static let mostMoments: Int64 = 6

    /// The named moments, the beginning first.
    var moments: [(place: String, name: String)] {
        let days = 86_400_000 * max(1, length / (86_400_000 * TimeAxis.mostMoments) + 1)
        let step = TimeAxis.steps.first { length / $0 < TimeAxis.mostMoments } ?? days
        return stride(from: 0, through: length, by: Int64.Stride(step)).map { moment in
            let time = Timestamp(milliseconds: start.milliseconds + moment)
            return (place(of: time), name(of: time))
        }
    }

    /// How long after the beginning it was.
    func name(of time: Timestamp) -> String { name(time.duration(since: start)) }

    /// A duration as the timeline says it: more exact than in a table where the run was short.
    func name(_ duration: Duration) -> String {
        length < 10_000
            ? "\(DecimalSeconds(duration))".dropLast() + "s" : "\(HumanDuration(duration))"
    }

    /// Where a moment is, in hundredths of the width: `12.34%`.
    func place(of time: Timestamp) -> String {
        percent(time.milliseconds - start.milliseconds)
    }

    /// How wide a stretch is; never so narrow that it can't be seen.
    func width(from start: Timestamp, to end: Timestamp) -> String {
        percent(max(end.milliseconds - start.milliseconds, length / 400))
    }

    private func percent(_ milliseconds: Int64) -> String {
        let hundredths = min(max(0, milliseconds), length) * 10_000 / length
        let rest = hundredths % 100
        return rest == 0 ? "\(hundredths / 100)%" : "\(hundredths / 100).\(rest / 10)\(rest % 10)%"
    }
}
