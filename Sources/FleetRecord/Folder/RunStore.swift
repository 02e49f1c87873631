public import FleetCore

/// Where the folders of runs are kept.
public struct RunStore: Hashable, Sendable {
    /// The path of the folder that holds them.
    public let path: String

    /// Uses the folder at `path`, as `--log-dir` gives it; it need not exist yet.
    public init(path: String) { self.path = path }

    /// Uses the user's own: `$XDG_STATE_HOME/flotilla/runs`, else `~/.local/state/flotilla/runs`.
    ///
    /// - Throws: ``RecordError`` with `.noHome` where the environment names neither.
    /// - Source: XDG Base Directory Specification 0.8, which wants relative paths ignored.
    public init(environment: [String: String]) throws(RecordError) {
        if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") {
            self.init(path: "\(state)/flotilla/runs")
        } else if let home = environment["HOME"], home.hasPrefix("/") {
            self.init(path: "\(home)/.local/state/flotilla/runs")
        } else {
            throw RecordError(
                .noHome, at: "HOME", "is not set, so there is no place for the run's logs",
                remedy: "give one with --log-dir")
        }
    }

    /// Makes the folder of a run that begins.
    ///
    /// Blocks for the disk.
    ///
    /// - Parameter scripts: The bytes of each step's script.
    public func create(
        _ request: RunRequest, scripts: [StepID: [UInt8]], secrets: RunSecrets
    ) throws(RecordError) -> RunFolder {
        try RunFolder.create(
            request, scripts: scripts, secrets: secrets, in: Folder.openMaking(path))
    }

    /// The runs, newest first; none where no run was ever kept.
    public func runs() throws(RecordError) -> [RunID] {
        let names: [String]
        do throws(RecordError) {
            names = try Folder.open(path).names()
        } catch  where error.code == .notFound {
            return []
        }
        return names.compactMap { RunID($0) }.sorted { $0.text > $1.text }
    }

    /// Opens a run by its id, the beginning of one if only one begins so, or `last`.
    public func open(_ name: String) throws(RecordError) -> RunFolder {
        let runs = try runs()
        let found: [RunID]
        if name == "last" {
            found = Array(runs.prefix(1))
        } else if let exact = runs.first(where: { $0.text == name }) {
            found = [exact]
        } else {
            found = runs.filter { !name.isEmpty && $0.text.hasPrefix(name) }
        }
        guard let run = found.first else {
            throw RecordError(
                .notFound, at: path, "holds no run '\(name)'",
                remedy: "`flotilla runs` lists them")
        }
        guard found.count == 1 else {
            let some = found.prefix(3).map(\.text).joined(separator: ", ")
            throw RecordError(
                .ambiguous, at: path, "'\(name)' stands for \(found.count) runs: \(some)",
                remedy: "type more of it")
        }
        return try RunFolder.open(run, in: Folder.open(path))
    }
}
