import Foundation

/// A folder for one test.
struct TemporaryFolder {
    let path: String

    /// Makes a folder that stays until it is removed.
    init() throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("flotilla-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.path
    }

    /// Removes the folder with all that is in it.
    func remove() { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file, and the folders that it is in, and gives its path.
    @discardableResult
    func file(_ name: String, _ text: String) throws -> String {
        try file(name, Array(text.utf8))
    }

    /// Writes a file, and the folders that it is in, and gives its path.
    @discardableResult
    func file(_ name: String, _ bytes: [UInt8]) throws -> String {
        let file = URL(fileURLWithPath: "\(path)/\(name)")
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
        return file.path
    }
}

/// Calls `body` with a folder that is gone afterwards.
func withTemporaryFolder(_ body: (TemporaryFolder) throws -> Void) throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try body(folder)
}
