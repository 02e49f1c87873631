import FleetCore
import Testing

@testable import FleetExecution

@Suite("The program for a host")
struct RemoteProgramTests {
    /// Dropbear refuses an exec request of more than 9,000 bytes.
    @Test(
        "fits into an exec request, with the longest names", arguments: RemoteProgram.Mode.allCases)
    func staysSmall(mode: RemoteProgram.Mode) throws {
        let place = JobPlace(
            run: try #require(RunID(String(repeating: "a", count: 64))),
            job: JobID(
                host: try #require(HostID(String(repeating: "!", count: 253))),
                step: try #require(StepID(String(repeating: "s", count: 100)))),
            attempt: 99)
        var random = SystemRandomNumberGenerator()
        let nonce = Nonce(using: &random)
        var ensure = EnsureRequest(
            place: place, script: Script(source: "x", content: Array("exit 0".utf8)),
            jobNonce: nonce, requestNonce: nonce)
        ensure.offset = SpoolOffset(bytes: .max)
        ensure.errorOffset = SpoolOffset(bytes: .max)
        let command =
            switch mode {
            case .ensure: ensure.command
            case .end: EndRequest(place: place, requestNonce: nonce).command
            case .clean: CleanRequest(place: place, requestNonce: nonce).command
            }
        #expect(command.text.utf8.count <= 8_000)
    }
}
