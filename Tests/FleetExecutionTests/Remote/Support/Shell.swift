import Foundation
import Testing

/// A shell that a host may have, as `sh` or as its user's login shell.
enum Shell: String, CaseIterable, CustomTestStringConvertible {
    case dash, bash, busybox, mksh, zsh, yash, fish, tcsh

    /// Those that can be a host's `sh`.
    static let posix: [Shell] = [.dash, .bash, .busybox, .mksh, .zsh, .yash]

    var testDescription: String { rawValue }

    /// Where it is installed, or `nil`.
    var path: String? { Tool.path(of: rawValue) }

    /// Whether a test that needs it can run; records a failure in CI, where nothing may be left out.
    var isThere: Bool { Tool.isThere(rawValue) }

    /// The command line by which sshd gives `text` to it as the login shell.
    func arguments(for text: String) -> [String] {
        self == .busybox ? ["sh", "-c", text] : ["-c", text]
    }
}

/// A program of this machine that a test needs.
enum Tool {
    static func path(of name: String) -> String? {
        ["/usr/bin/", "/bin/", "/usr/local/bin/", "/opt/homebrew/bin/"].map { $0 + name }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    static func isThere(_ name: String) -> Bool {
        if path(of: name) != nil { return true }
        leaveOut(name)
        return false
    }

    /// Says that a test is left out because `what` is missing; a failure in CI.
    static func leaveOut(_ what: String) {
        guard ProcessInfo.processInfo.environment["CI"] != nil else { return }
        Issue.record("\(what) is missing, and in CI no test may be left out for that")
    }
}
