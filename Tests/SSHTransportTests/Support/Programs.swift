import Foundation
import Testing

/// The programs that a test needs from the system.
enum Programs {
    private static let folders = ["/usr/sbin", "/usr/bin", "/bin", "/sbin", "/usr/local/bin"]

    /// Where `name` is; `nil` where it isn't installed.
    static func path(of name: String) -> String? {
        folders.map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
    }

    /// Runs a program to its end.
    ///
    /// - Returns: Its exit status, and what it printed on standard output.
    @discardableResult
    static func run(_ name: String, _ arguments: [String]) throws -> (status: Int32, output: String)
    {
        let program = try #require(path(of: name), "\(name) is not installed")
        let child = try ChildProcess(program, arguments)
        let data = try child.output.readToEnd() ?? Data()
        return (child.wait(), String(decoding: data, as: UTF8.self))
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips the test where a program isn't installed; in CI it runs, and fails, all the same.
    static func needs(_ programs: String...) -> ConditionTrait {
        let missing = programs.filter { Programs.path(of: $0) == nil }
        let isCI = ProcessInfo.processInfo.environment["CI"] != nil
        return .enabled(
            if: missing.isEmpty || isCI,
            "not installed: \(missing.joined(separator: ", "))")
    }
}
