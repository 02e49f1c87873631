public import FleetCore

/// Somebody who is told what happens in a run, while it happens.
public protocol RunObserver: Sendable {
    /// Takes note of an event; they come in the order in which the journal holds them.
    func observe(_ event: RunEvent) async

    /// Takes the next bytes of a job's output, already in its log; returning asks for more.
    func observe(output: ArraySlice<UInt8>, of job: JobID, from stream: OutputStream) async
}
