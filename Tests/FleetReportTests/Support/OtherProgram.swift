import Foundation
import Testing

/// A program that reads what we write, and judges it.
enum OtherProgram {
    /// What came of it.
    struct Answer {
        let status: Int32
        let output: String
    }

    /// Runs a program to its end in a folder that holds `files`; both of its output streams come as one.
    static func run(
        _ words: [String], files: [String: String] = [:]
    ) async throws -> Answer {
        let folder = URL(fileURLWithPath: NSTemporaryDirectory())
            .appendingPathComponent("flotilla-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files {
            try Data(text.utf8).write(to: folder.appendingPathComponent(name))
        }
        let said = folder.appendingPathComponent("said")
        try Data().write(to: said)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = words
        process.currentDirectoryURL = folder
        process.environment = [
            "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": folder.path, "LC_ALL": "C.UTF-8",
        ]
        process.standardInput = FileHandle.nullDevice
        let handle = try FileHandle(forWritingTo: said)
        process.standardOutput = handle
        process.standardError = handle
        try await withCheckedThrowingContinuation { (ended: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in ended.resume() }
            do { try process.run() } catch { ended.resume(throwing: error) }
        }
        let output = String(decoding: try Data(contentsOf: said), as: UTF8.self)
        return Answer(status: process.terminationStatus, output: output)
    }

    /// A file of the repository.
    static func path(_ name: String) -> String {
        var place = URL(fileURLWithPath: #filePath)
        for _ in 0..<4 { place.deleteLastPathComponent() }
        return place.appendingPathComponent(name).path
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips where a program isn't installed; in CI the test runs, and fails, all the same.
    static func needs(_ program: String, of package: String) -> ConditionTrait {
        let isThere = FileManager.default.isExecutableFile(atPath: "/usr/bin/\(program)")
        let isCI = ProcessInfo.processInfo.environment["CI"] != nil
        return .enabled(if: isThere || isCI, "Debian's \(package) is not installed")
    }
}
