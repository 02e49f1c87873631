import Foundation

/// A folder of one test, removed with its last reference.
final class TestFolder: Sendable {
    let path: String

    init() throws {
        var template = Array("\(NSTemporaryDirectory())flotilla-ssh-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
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

    /// Writes a file for its owner only, and gives its path.
    @discardableResult
    func write(_ text: String, to name: String, mode: Int = 0o600) throws -> String {
        let file = file(name)
        try text.write(toFile: file, atomically: false, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
        return file
    }

    /// The text of a file in here.
    func read(_ name: String) throws -> String {
        try String(contentsOfFile: file(name), encoding: .utf8)
    }
}
