public import FleetCore

/// The marks by which a CI system folds parts of its log, and what keeps a host from writing such marks itself.
public enum FoldMarks: Hashable, Sendable {
    /// There is none: a terminal, a file, another system.
    case none
    /// GitHub Actions: workflow commands, which are off but for our own. Only who knows the token can switch them on.
    ///
    /// A command needn't stand at the beginning of its line there (`##[…]`), so a tag before it is no protection.
    ///
    /// - Source: docs.github.com, "Workflow commands", `group` and `stop-commands`; actions/runner, `ActionCommand`.
    case gitHub(token: String)
    /// GitLab CI: sections, which need a carriage return and an escape sequence that no host gets through.
    ///
    /// - Source: docs.gitlab.com, "Job logs", custom collapsible sections.
    case gitLab

    /// Finds out for which system there is something to mark.
    ///
    /// - Parameter token: One that nobody can guess, of letters and digits.
    public static func detected(
        in environment: [String: String], token: @autoclosure () -> String
    ) -> FoldMarks {
        if environment["GITHUB_ACTIONS"] == "true" { return .gitHub(token: token()) }
        if environment["GITLAB_CI"] == "true" { return .gitLab }
        return .none
    }

    /// What stands before all else.
    public var beginning: String {
        switch self {
        case .gitHub(let token): "::stop-commands::\(token)\n"
        case .none, .gitLab: ""
        }
    }

    /// What stands behind all else.
    public var end: String {
        switch self {
        case .gitHub(let token): "::\(token)::\n"
        case .none, .gitLab: ""
        }
    }

    /// The start of a part that can be folded away, with its title, which must be safe for a terminal.
    ///
    /// - Parameter number: Tells the part from others of the run.
    public func opening(_ title: String, number: Int, at time: Timestamp) -> String {
        switch self {
        case .none: ""
        case .gitHub(let token):
            "::\(token)::\n::group::\(FoldMarks.escaped(title))\n::stop-commands::\(token)\n"
        case .gitLab:
            section("start", number, "[collapsed=true]", at: time) + title + "\n"
        }
    }

    /// The end of the part that was opened with this number.
    public func closing(number: Int, at time: Timestamp) -> String {
        switch self {
        case .none: ""
        case .gitHub(let token): "::\(token)::\n::endgroup::\n::stop-commands::\(token)\n"
        case .gitLab: section("end", number, "", at: time) + "\n"
        }
    }

    private func section(_ edge: String, _ number: Int, _ options: String, at time: Timestamp)
        -> String
    {
        let mark = "section_\(edge):\(time.milliseconds / 1_000):flotilla_\(number)\(options)"
        return "\u{1b}[0K\(mark)\r\u{1b}[0K"
    }

    /// - Source: actions/runner, `ActionCommand`, the mappings of data.
    private static func escaped(_ title: String) -> String {
        title.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
    }
}
