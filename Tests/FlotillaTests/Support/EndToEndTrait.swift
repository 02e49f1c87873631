import Foundation
import Testing

extension Trait where Self == ConditionTrait {
    /// Skips where a program that real hosts need isn't installed; in CI it runs, and fails, all the same.
    static var endToEnd: ConditionTrait {
        let folders = Farm.searchPath.split(separator: ":")
        let missing = ["sshd", "ssh-keygen", "tmux", "python3"].filter { name in
            !folders.contains { access("\($0)/\(name)", X_OK) == 0 }
        }
        let isCI = ProcessInfo.processInfo.environment["CI"] != nil
        return .enabled(
            if: missing.isEmpty || isCI, "not installed: \(missing.joined(separator: ", "))")
    }

    /// Skips where there is no `ssh` program; in CI it runs, and fails, all the same.
    static var sshClient: ConditionTrait {
        let isThere = Farm.searchPath.split(separator: ":").contains { folder in
            access("\(folder)/ssh", X_OK) == 0
        }
        let isCI = ProcessInfo.processInfo.environment["CI"] != nil
        return .enabled(if: isThere || isCI, "ssh is not installed")
    }
}
