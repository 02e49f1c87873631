import FleetCore
import Foundation
import Testing

@testable import FleetExecution

/// A home, a tmux socket and an `sh` of one test's own: what the remote program needs of a host.
///
/// It objects to what a test leaves behind: a process or a tmux session that outlives it is a failure.
final class LocalHost: Sendable {
    let root: String
    var home: String { "\(root)/home" }
    let environment: [String: String]

    /// The programs that the remote program may call; for mksh and yash, some that are built into others.
    private static let tools = [
        "[", "echo", "kill", "printf", "pwd",
        "cat", "cksum", "env", "grep", "head", "id", "locale", "mkdir", "mkfifo", "mv", "nohup",
        "ps",
        "rm", "rmdir", "setsid", "sleep", "stty", "tail", "tmux", "tr", "true", "uptime", "wc",
    ]

    /// Makes a host whose `sh` is `shell`.
    ///
    /// - Parameters:
    ///   - hidden: programs that the host doesn't have.
    ///   - isBusybox: whether all programs but tmux are busybox's, as on Alpine.
    init(
        sh shell: Shell = .dash, hidden: Set<String> = [], isBusybox: Bool = false,
        environment extra: [String: String] = [:]
    )
        throws
    {
        // Short, for the path of a tmux socket has to stay below 108 bytes.
        root = "/tmp/fl-\(UInt32.random(in: 0 ... .max))"
        let files = FileManager.default
        for folder in ["home", "bin", "tmux"] {
            try files.createDirectory(
                atPath: "\(root)/\(folder)", withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        }
        let path = try #require(shell.path)
        try files.createSymbolicLink(atPath: "\(root)/bin/sh", withDestinationPath: path)
        var search = "\(root)/bin:/usr/bin:/bin"
        if isBusybox || !hidden.isEmpty {
            // Hiding a program takes a folder with all the others.
            for name in LocalHost.tools where !hidden.contains(name) {
                try files.createSymbolicLink(
                    atPath: "\(root)/bin/\(name)",
                    withDestinationPath: #require(
                        Tool.path(of: isBusybox && name != "tmux" ? "busybox" : name)))
            }
            if isBusybox {
                try files.createSymbolicLink(atPath: "\(root)/bin/time", withDestinationPath: path)
            }
            search = "\(root)/bin"
        }
        environment = [
            "HOME": "\(root)/home", "TMUX_TMPDIR": "\(root)/tmux", "PATH": search,
            "LOGNAME": "fl\(root.dropFirst(8))", "MARK_OF_LOGIN": "a 'login' value",
        ].merging(extra) { $1 }
    }

    /// Starts `command` through `shell`, as sshd would.
    func start(_ command: RemoteCommand, through shell: Shell = .dash) throws -> LocalProcess {
        try LocalProcess(
            path: #require(shell.path), arguments: shell.arguments(for: command.text),
            environment: environment, input: command.input, endsInput: command.endsInput)
    }

    /// The text of a file below the home.
    func text(_ name: String) throws -> String {
        String(
            decoding: try Data(contentsOf: URL(fileURLWithPath: "\(home)/\(name)")), as: UTF8.self)
    }

    /// The processes that have this host's home in their environment.
    func processes() -> [Int32] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { Int32($0) }.filter { process in
            let file = URL(fileURLWithPath: "/proc/\(process)/environ")
            // A process that has just ended has none.
            guard let bytes = try? Data(contentsOf: file) else { return false }
            return bytes.range(of: Data(root.utf8)) != nil
        }
    }

    /// Waits until no process of this host is left.
    ///
    /// - Returns: Those that are left all the same, after ten seconds.
    @discardableResult
    func quiet() async throws -> [Int32] {
        let deadline = ContinuousClock.now + .seconds(10)
        var left = processes()
        // Their end is no event that this process could await: they aren't its children.
        while !left.isEmpty, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(5))
            left = processes()
        }
        return left
    }

    /// Waits until no process of this host is left, then removes it.
    func close(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let left = try await quiet()
        #expect(left.isEmpty, "processes are left behind", sourceLocation: sourceLocation)
        left.forEach { kill($0, SIGKILL) }
        try FileManager.default.removeItem(atPath: root)
    }
}
