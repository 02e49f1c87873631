/// When output is coloured: the flag `--color`.
public enum ColorPolicy: String, Hashable, Sendable, CaseIterable {
    /// Where a person is likely to see it.
    case auto
    /// Always.
    case always
    /// Never.
    case never

    /// Whether to colour.
    ///
    /// The flag decides first; then, for `auto`: a `NO_COLOR` that isn't empty says no; a
    /// `CLICOLOR_FORCE` that is neither empty nor `0` says yes; `TERM=dumb` says no; else a
    /// terminal says yes.
    ///
    /// - Source: no-color.org; bixense.com/clicolors.
    public func usesColor(isTerminal: Bool, environment: [String: String]) -> Bool {
        switch self {
        case .always: return true
        case .never: return false
        case .auto:
            if !environment["NO_COLOR", default: ""].isEmpty { return false }
            if !["", "0"].contains(environment["CLICOLOR_FORCE", default: ""]) { return true }
            return isTerminal && environment["TERM"] != "dumb"
        }
    }
}
