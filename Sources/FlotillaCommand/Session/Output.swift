import Foundation

/// Text for standard output or standard error, outside a run.
enum Output {
    /// Writes `text`; a reader that is gone (`flotilla hosts | head`) is the end of the program, not an error.
    static func write(_ text: String, to file: FileHandle) {
        do {
            try file.write(contentsOf: Data(text.utf8))
        } catch {
            Foundation.exit(file === FileHandle.standardOutput ? 1 : 2)
        }
    }
}
