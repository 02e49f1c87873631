import Foundation

/// A folder of one test, removed with its last reference.
final class Scratch: Sendable {
    /// Its path, without symbolic links.
    let path: String

    init() throws {
        var template = Array("/tmp/flotilla-e2e-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw POSIXError(.EIO) }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            // Left for the system to clean: nothing in it matters to a later test.
        }
    }

    /// The path of a file in here.
    func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Writes a file, with the folders above it, and gives its path.
    @discardableResult
    func write(_ bytes: some Sequence<UInt8>, to name: String, mode: Int = 0o600) throws -> String {
        let url = URL(fileURLWithPath: file(name))
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: url.path)
        return url.path
    }

    /// Writes a text.
    @discardableResult
    func write(_ text: String, to name: String, mode: Int = 0o600) throws -> String {
        try write(text.utf8, to: name, mode: mode)
    }

    /// Reads a text.
    func read(_ name: String) throws -> String {
        String(decoding: try bytes(ofFile: file(name)), as: UTF8.self)
    }
}

/// The bytes of a file.
func bytes(ofFile path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path)))
}
