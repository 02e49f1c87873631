import FleetCore
import FleetReport
import Testing

@Suite("Marks for CI systems")
struct FoldMarksTests {
    private let gitHub = FoldMarks.gitHub(token: "s3cret")

    @Test("are those of the system that runs it")
    func detects() {
        #expect(
            FoldMarks.detected(in: ["GITHUB_ACTIONS": "true"], token: "a") == .gitHub(token: "a"))
        #expect(FoldMarks.detected(in: ["GITLAB_CI": "true"], token: "a") == .gitLab)
        #expect(FoldMarks.detected(in: ["CI": "true", "GITHUB_ACTIONS": ""], token: "a") == .none)
    }

    @Test("of GitHub fold a part, and no command works anywhere else")
    func gitHubFolds() {
        let text =
            gitHub.beginning + gitHub.opening("web[1-2]: 100%", number: 1, at: Sample.start)
            + "::set-output name=a::b\n##[error]c\n" + gitHub.closing(number: 1, at: Sample.start)
            + gitHub.end
        #expect(
            commands(in: text) == ["group web[1-2]: 100%", "endgroup"])
        #expect(!text.contains("::group::web[1-2]: 100%\n"), "a percent sign is escaped")
    }

    @Test("of GitLab have the forms of a section, with the time in seconds")
    func gitLabSections() {
        let title = "web[1-2]: ok"
        #expect(
            FoldMarks.gitLab.opening(title, number: 3, at: Sample.start)
                == "\u{1b}[0Ksection_start:1795597876:flotilla_3[collapsed=true]\r\u{1b}[0K\(title)\n"
        )
        #expect(
            FoldMarks.gitLab.closing(number: 3, at: Sample.start)
                == "\u{1b}[0Ksection_end:1795597876:flotilla_3\r\u{1b}[0K\n")
    }

    @Test("are none elsewhere")
    func none() {
        let marks = FoldMarks.none
        #expect(
            (marks.beginning + marks.opening("a", number: 1, at: Sample.start)
                + marks.closing(number: 1, at: Sample.start) + marks.end).isEmpty)
    }

    /// What a runner would do: a small model of it, written after its documentation.
    private func commands(in text: String) -> [String] {
        var done: [String] = []
        var token: String?
        for line in text.split(separator: "\n") {
            let words = line.drop { $0 == " " }
            if let stopped = token {
                if words == "::\(stopped)::" { token = nil }
            } else if words.hasPrefix("::stop-commands::") {
                token = String(words.dropFirst("::stop-commands::".count))
            } else if words.hasPrefix("::"), let end = words.dropFirst(2).firstRange(of: "::") {
                let name = words.dropFirst(2)[..<end.lowerBound]
                let data = words[end.upperBound...].replacing("%25", with: "%")
                done.append(data.isEmpty ? "\(name)" : "\(name) \(data)")
            } else if line.contains("##[") {
                done.append("\(line)")
            }
        }
        return done
    }
}
