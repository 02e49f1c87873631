import Foundation
import TestSupport
import Testing

@Suite("End to end: who is told of a run", .endToEnd, .fewAtOnce)
struct NotifyTests {
    private static let script = "test $FLOTILLA_HOST = web1 || exit 3"
    private static let secret = "/services/T0/\"s3\\cret"

    /// What is told, as far as tests ask.
    private struct Told: Decodable {
        let event: String
        let text: String
        let outcome: String
        let exit: Int?
        let host: String?
        let folder: String
    }

    private func told(_ text: String) throws -> [Told] {
        try text.split(separator: "\n").map {
            try JSONDecoder().decode(Told.self, from: Data($0.utf8))
        }
    }

    private func text(_ someone: Operator, _ name: String) throws -> String {
        String(decoding: try bytes(ofFile: someone.folder.file(name)), as: UTF8.self)
    }

    @Test(
        "a command is told of the first failure and of the end, once all that the run leaves is there"
    )
    func command() async throws {
        let (someone, _) = try await Operator.withHosts("web1", "web2")
        let command = """
            cat >>told; echo "$FLOTILLA_EVENT $FLOTILLA_OUTCOME $FLOTILLA_OK ${FLOTILLA_NOTIFY-none}" >>said
            ls "$FLOTILLA_FOLDER" >"$FLOTILLA_EVENT.files"; echo noise
            """
        let came = try await someone.flotilla(
            "exec", "--output", "quiet", "--notify", command, "--", NotifyTests.script)
        #expect(came.status == 1)
        #expect(came.errors.text == "" && !came.output.text.contains("noise"))
        let told = try told(text(someone, "told"))
        #expect(told.map(\.event) == ["first-failure", "end"])
        #expect(told.first?.host == "web2" && told.last?.exit == 1)
        #expect(told.last?.folder == (try someone.run().path))
        let said = try text(someone, "said").split(separator: "\n")
        #expect(said.last == "end failed 1 none")
        #expect(try text(someone, "end.files").contains("summary.json\n"))
    }

    @Test("a webhook gets it by POST, and its address is on no command line and in no record")
    func webhook() async throws {
        let scratch = try Scratch()
        let server = try await WebServer(in: scratch)
        let address = server.address + NotifyTests.secret
        let (someone, _) = try await Operator.withHosts(
            "web1", "web2", environment: ["FLOTILLA_NOTIFY": address])
        let came = try await someone.flotilla("exec", "--", NotifyTests.script)
        #expect(came.status == 1 && came.errors.text == "")
        let requests = try server.requests
        #expect(requests.map(\.path) == [NotifyTests.secret, NotifyTests.secret])
        #expect(requests.allSatisfy { $0.type == "application/json" && $0.seen == 0 })
        let told = try told(requests.map(\.body).joined(separator: "\n"))
        #expect(told.map(\.event) == ["first-failure", "end"])
        #expect(told.first?.text.hasPrefix("flotilla: exec on web2: failed (exit 3); ") == true)
    }

    @Test("what is typed of it is kept in no record")
    func record() async throws {
        let scratch = try Scratch()
        let server = try await WebServer(in: scratch)
        let (someone, _) = try await Operator.withHosts("web1")
        let came = try await someone.flotilla(
            "exec", "--notify", server.address + "/404/s3cret", "--notify=: s3cret", "--", "true")
        #expect(came.status == 0)
        let run = try someone.run()
        let names = try FileManager.default.subpathsOfDirectory(atPath: run.path)
        let holders = names.filter { name in
            FileManager.default.contents(atPath: "\(run.path)/\(name)")
                .map { String(decoding: $0, as: UTF8.self).contains("s3cret") } ?? false
        }
        #expect(holders.isEmpty)
        // The refusal is told without the secret, and changes nothing.
        #expect(came.errors.text.contains("flotilla: --notify http://127.0.0.1/…: it ended with"))
        #expect(came.errors.text.contains("404") && !came.errors.text.contains("s3cret"))
    }

    @Test("one that fails is said, and the run is no worse for it")
    func failing() async throws {
        let (someone, _) = try await Operator.withHosts("web1")
        let came = try await someone.flotilla(
            "exec", "--notify", "echo no such room >&2; exit 4", "--notify", "cat >told", "--",
            "true")
        #expect(came.status == 0)
        #expect(
            came.errors.text
                == "flotilla: --notify …: it ended with exit status 4 and said: no such room\n")
        #expect(try told(text(someone, "told")).map(\.outcome) == ["ok"])
    }

    @Test("what is wrong with it is a mistake, before any host is contacted")
    func mistakes() async throws {
        let (someone, _) = try await Operator.withHosts("web1")
        for (value, words) in [
            ("", "expected a command"), ("ftp://x/y", "not ftp"),
            ("https://", "an address such as"),
        ] {
            let came = try await someone.flotilla("exec", "--notify", value, "--", "true")
            #expect(came.status == 2 && came.errors.text.contains("--notify: "))
            #expect(came.errors.text.contains(words))
        }
        let without = try Operator(environment: ["PATH": without(curlIn: someone)])
        let came = try await without.flotilla(
            "exec", "-i", "web1,", "--notify", "https://x/y", "--", "true")
        #expect(came.status == 2 && came.errors.text.contains("takes curl, which isn't in PATH"))
        #expect(!someone.hasRun && !without.hasRun)
    }

    /// A PATH on which there is no program.
    private func without(curlIn someone: Operator) -> String { someone.folder.file("home") }
}
