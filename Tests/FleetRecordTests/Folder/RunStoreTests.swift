import FleetCore
import FleetRecord
import Foundation
import Testing

@Suite("The store of runs")
struct RunStoreTests {
    let scratch: ScratchStore

    init() throws { scratch = try ScratchStore() }

    @Test(
        "is where the environment says",
        arguments: [
            (["XDG_STATE_HOME": "/s", "HOME": "/h"], "/s/flotilla/runs"),
            (["HOME": "/h"], "/h/.local/state/flotilla/runs"),
            (["XDG_STATE_HOME": "relative", "HOME": "/h"], "/h/.local/state/flotilla/runs"),
        ])
    func findsBase(environment: [String: String], path: String) throws {
        #expect(try RunStore(environment: environment).path == path)
    }

    @Test("needs a home, and says what to do without one")
    func needsHome() {
        let error = #expect(throws: RecordError.self) { try RunStore(environment: [:]) }
        #expect(error?.code == .noHome)
        #expect(error?.description.contains("--log-dir") == true)
    }

    @Test("lists runs newest first, and nothing else that lies there")
    func lists() throws {
        #expect(try scratch.store.runs().isEmpty)
        let ids = try ["20261125-091116-abcd", "20261126-000000-zzzz", "20251231-235959-wxyz"]
            .map { try #require(RunID($0)) }
        for id in ids { _ = try scratch.run(id) }
        let stray = "\(scratch.store.path)/Notes.txt"
        #expect(FileManager.default.createFile(atPath: stray, contents: nil))
        #expect(try scratch.store.runs() == [ids[1], ids[0], ids[2]])
    }

    @Test(
        "opens a run by its id, a beginning that is only its own, or as the last one",
        arguments: [
            ("20261125-091116-abcd", "20261125-091116-abcd"),
            ("20261125", "20261125-091116-abcd"),
            ("last", "20261126-000000-zzzz"),
        ])
    func opens(name: String, id: String) throws {
        for id in ["20261125-091116-abcd", "20261126-000000-zzzz"] {
            _ = try scratch.run(#require(RunID(id)))
        }
        #expect(try scratch.store.open(name).run.text == id)
    }

    @Test("prefers an id to a longer one that begins with it")
    func prefersExact() throws {
        for id in ["abc", "abcd"] { _ = try scratch.run(#require(RunID(id))) }
        #expect(try scratch.store.open("abc").run.text == "abc")
    }

    @Test(
        "refuses a name that is no run's or several runs'",
        arguments: [
            ("2026112", RecordError.Code.ambiguous), ("2025", .notFound), ("", .notFound),
            ("../runs", .notFound),
        ])
    func refuses(name: String, code: RecordError.Code) throws {
        for id in ["20261125-091116-abcd", "20261126-000000-zzzz"] {
            _ = try scratch.run(#require(RunID(id)))
        }
        let error = #expect(throws: RecordError.self) { try scratch.store.open(name) }
        #expect(error?.code == code)
    }
}
