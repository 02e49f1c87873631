import Foundation
import TestSupport
import Testing

@Suite("End to end: the example of the library's pages", .endToEnd, .fewAtOnce)
struct WorkedExampleTests {
    /// The repository.
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../..").standardized.path

    @Test("runs a fleet, and says what happens")
    func runs() async throws {
        let (someone, _) = try await Operator.withHosts("web1", "web2")
        let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appendingPathComponent("FleetWatch").path
        let example = try Spawned(
            [program, "flotilla.yaml", "test $FLOTILLA_HOST = web1 || exit 3"],
            environment: [
                "HOME": someone.folder.file("home"), "XDG_STATE_HOME": someone.folder.file("state"),
                "PATH": Farm.searchPath,
            ], folder: someone.folder.path)
        #expect(await example.status == 1, "\(example.errors.text)")
        let said = example.output.text
        #expect(said.contains("web1: ok, ") && said.contains("web2: failed (exit 3), "))
        #expect(said.contains(", 0 to go\n"))
        #expect(said.contains("1 ok, 1 not; logs in \(try someone.run().path)\n"))
    }

    @Test("stands there word for word")
    func isOnPage() throws {
        let source = try String(
            contentsOfFile: "\(Self.folder)/Examples/FleetWatch/FleetWatch.swift", encoding: .utf8)
        let page = try String(
            contentsOfFile: "\(Self.folder)/Sources/Flotilla/Flotilla.docc/ReactingToEvents.md",
            encoding: .utf8)
        #expect(page.contains("```swift\n\(source)```\n"))
    }
}
