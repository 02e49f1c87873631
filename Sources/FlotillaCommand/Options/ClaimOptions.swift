import ArgumentParser
import FleetRecord

/// Whose run it is, when another flotilla may work on it.
struct ClaimOptions: ParsableArguments {
    @Flag(help: "Take the run over from the flotilla that works on it, wherever that is.")
    var steal = false

    /// Claims a run.
    ///
    /// - Throws: `RecordError` with `.inUse` where another flotilla works on it and isn't to be robbed.
    func claim(_ folder: RunFolder) async throws {
        if steal { try await folder.steal() } else { try folder.claim() }
    }
}
