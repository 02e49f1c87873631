public import FleetCore

/// Somebody who is told what happens in a run, while it happens.
///
/// The run waits for its observers: one that takes its time slows the reading of output, never a script. Each
/// function has a default that does nothing.
public protocol RunObserver: Sendable {
    /// Takes note of an event; they come in the order in which the journal holds them.
    func observe(_ event: RunEvent) async

    /// Takes the next bytes of a job's output, already in its log; returning asks for more.
    ///
    /// The bytes end anywhere, also in the middle of a line or a character.
    func observe(output: ArraySlice<UInt8>, of job: JobID, from stream: OutputStream) async
}

extension RunObserver {
    /// Ignores the event.
    public func observe(_ event: RunEvent) async {}

    /// Ignores the output.
    public func observe(
        output: ArraySlice<UInt8>, of job: JobID, from stream: OutputStream
    ) async {}
}
