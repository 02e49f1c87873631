/// Where something is written: a file, and the line and column where there is one.
public struct SourcePlace: Hashable, Sendable, CustomStringConvertible {
    /// A line and a column.
    public struct Position: Hashable, Comparable, Sendable {
        /// The line, from 1.
        public let line: Int
        /// The column in Unicode scalars, from 1; a tab is one column.
        public let column: Int

        /// Creates a position.
        public init(line: Int, column: Int) {
            self.line = line
            self.column = column
        }

        /// Orders by position in the file.
        public static func < (left: Position, right: Position) -> Bool {
            (left.line, left.column) < (right.line, right.column)
        }
    }

    /// The file's path as the operator gave it, or a name for a text from elsewhere (`-i`, `--limit`).
    public let file: String
    /// The position; `nil` where the whole file is meant.
    public let position: Position?

    /// Creates a place.
    public init(file: String, position: Position? = nil) {
        self.file = file
        self.position = position
    }

    /// `fleet.yaml:14:9`, or the file alone.
    public var description: String {
        let file = VisibleText.of(file)
        return position.map { "\(file):\($0.line):\($0.column)" } ?? file
    }
}
