public import FleetCore

/// How a run is shown.
public struct PrinterOptions: Hashable, Sendable {
    /// What is shown.
    public var mode = OutputMode.lines
    /// Whether colours are used, our own and the scripts'.
    public var usesColor = false
    /// Whether there is a status line at the bottom; only a terminal can have one.
    public var showsStatus = false
    /// Whether events of every-day life (connected, started, ended well) get a line too: `-v`.
    public var isVerbose = false
    /// Whether lines are tagged; `flotilla logs RUN HOST` prints one log without.
    public var showsTags = true
    /// The terminal's width, in columns; `nil` where there is no terminal, and so nothing to wrap
    /// for.
    public var columns: Int?
    /// Whether a terminal that becomes narrower folds the lines that it shows, as most do, or cuts them.
    public var foldsLines = true
    /// How parts of the log are folded away, where a CI system shows it.
    public var folds = FoldMarks.none
    /// How much output may wait for a slow terminal, in bytes, before those who bring it are held
    /// back.
    public var mostPending = 256 * 1_024

    /// Whether events are told on lines of their own.
    var tellsEvents: Bool {
        switch mode {
        case .lines, .grouped: true
        case .quiet, .json: false
        }
    }

    /// Creates the options of a run whose output goes to a file.
    public init() {}
}
