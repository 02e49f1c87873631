import FleetCore
import FleetRecord
import FleetReport
import Flotilla
import Foundation
import Synchronization

/// The file of `--joblog`, to which each job's line is appended as the job ends.
final class JobLogFile: RunObserver {
    private struct State {
        var log: JobLog
        /// `nil` once it can't be written any more.
        var file: FileHandle?
    }
    private let state: Mutex<State>

    /// Opens the file at `path`: empty for a run that begins, as it is for one that is gone on with.
    init(_ path: String, of folder: RunFolder, isResumed: Bool) throws {
        let request = try folder.request()
        let commands = request.steps.map { step in
            (step.id, ([step.source] + step.arguments).joined(separator: " "))
        }
        let file = try ResultFile.open(path, isEmptied: !isResumed)
        if try file.seekToEnd() == 0 { try file.write(contentsOf: Data(JobLog.header.utf8)) }
        let log = JobLog(jobs: request.jobs, commands: Dictionary(uniqueKeysWithValues: commands))
        state = Mutex(State(log: log, file: file))
    }

    func observe(_ event: RunEvent) async {
        let failure: (any Error)? = state.withLock { state in
            guard let line = state.log.line(for: event) else { return nil }
            do {
                // A short append goes to the page cache: it waits for no disk.
                try state.file?.write(contentsOf: Data(line.utf8))
                return nil
            } catch {
                state.file = nil
                return error
            }
        }
        guard let failure else { return }
        Output.write(
            "flotilla: --joblog can't be written any more: \(ResultFile.words(of: failure))\n",
            to: .standardError)
    }
}
