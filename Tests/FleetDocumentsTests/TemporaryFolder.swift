import Foundation

/// A folder for one test.
struct TemporaryFolder {
    let path: String

    /// Writes a file and gives its path.
    func file(_ name: String, _ text: String) throws -> String {
        try file(name, Array(text.utf8))
    }

    /// Writes a file and gives its path.
    func file(_ name: String, _ bytes: [UInt8]) throws -> String {
        let file = "\(path)/\(name)"
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        return file
    }
}

/// Calls `body` with a folder that is gone afterwards.
func withTemporaryFolder(_ body: (TemporaryFolder) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("flotilla-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(TemporaryFolder(path: folder.path))
}
