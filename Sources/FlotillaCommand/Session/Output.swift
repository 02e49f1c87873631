import FleetReport
import Foundation

/// Text for standard output or standard error, outside a run.
enum Output {
    /// Writes `text`, of which only colours reach a terminal: a name in a file, or what was typed, may hold anything.
    static func write(_ text: String, to file: FileHandle) {
        writeExactly(DisplayText.lines(text), to: file)
    }

    /// Writes a JSON document; what a terminal would obey is escaped in it, so that its values are what they are.
    static func write(json document: String, to file: FileHandle) {
        writeExactly(JSONText.escapingControls(in: document), to: file)
    }

    /// A reader that is gone (`flotilla hosts | head`) is the end of the program, not an error.
    private static func writeExactly(_ text: String, to file: FileHandle) {
        do {
            try file.write(contentsOf: Data(text.utf8))
        } catch {
            Foundation.exit(file === FileHandle.standardOutput ? 1 : 2)
        }
    }
}
