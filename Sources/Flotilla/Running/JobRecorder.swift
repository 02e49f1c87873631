import FleetCore
import FleetExecution
import FleetRecord

/// Keeps one job's events and output: its journal, as the executor sees it.
///
/// An actor because it owns the job's open logs.
actor JobRecorder: JobJournal {
    private let job: JobID
    private let folder: RunFolder
    private let recorder: RunRecorder
    private let ignoresFailure: Bool
    private var start = 1
    private var logs: [OutputStream: LogFile] = [:]

    /// - Parameter ignoresFailure: Whether a script's failure is no trouble, as its step says.
    init(
        _ job: JobID, in folder: RunFolder, recorder: RunRecorder, ignoresFailure: Bool = false
    ) {
        self.ignoresFailure = ignoresFailure
        self.job = job
        self.folder = folder
        self.recorder = recorder
    }

    func record(_ event: JobEvent) async {
        var event = event
        if case .ended(var end) = event, end.outcome.word == .failed {
            end.isIgnored = ignoresFailure
            event = .ended(end)
        }
        await recorder.record(.job(job, event))
    }

    func append(
        _ output: ArraySlice<UInt8>, from stream: OutputStream, start: Int
    ) async throws(JournalError) {
        if start != self.start {
            try await complete()
            self.start = start
        }
        do throws(RecordError) {
            try await log(of: stream).append(output)
        } catch {
            throw JournalError(error.description)
        }
        await recorder.show(output, of: job, from: stream)
    }

    func complete() async throws(JournalError) {
        do throws(RecordError) {
            for log in logs.values { try await log.close() }
        } catch {
            throw JournalError(error.description)
        }
        logs = [:]
    }

    func seal() async throws(JournalError) {
        do throws(RecordError) {
            try await recorder.synchronize()
        } catch {
            throw JournalError(error.description)
        }
    }

    private func log(of stream: OutputStream) -> LogFile {
        if let log = logs[stream] { return log }
        let log = folder.log(of: job, attempt: start, stream: stream)
        logs[stream] = log
        return log
    }
}
