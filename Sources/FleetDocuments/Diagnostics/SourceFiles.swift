internal import FleetYAML

/// The texts that an inventory is read from, kept for showing lines of them.
struct SourceFiles {
    /// In the order in which they came.
    private var names: [String] = []
    private var contents: [String: [UInt8]] = [:]
    /// The lines that may hold a secret, and are never shown.
    private var secretLines: [String: Set<Int>] = [:]

    /// Adds a file; without content where it can't be read.
    mutating func add(_ name: String, content: [UInt8]?) {
        names.append(name)
        contents[name] = content
    }

    /// Adds a text that isn't a file's, and gives the name that it has in messages: `name`, or where that is
    /// taken, `name (2)`.
    mutating func add(_ text: String, as name: String) -> String {
        var unique = name
        var count = 1
        while contents[unique] != nil {
            count += 1
            unique = "\(name) (\(count))"
        }
        add(unique, content: Array(text.utf8))
        return unique
    }

    /// Keeps lines of a file out of every message.
    mutating func hide(_ lines: Set<Int>, of name: String) { secretLines[name] = lines }

    /// The mistakes in the order of the files and of their lines, each with its line.
    func ordered(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
        var byFile = Dictionary(grouping: diagnostics, by: \.place.file)
        return names.flatMap { name in
            // A file that is given twice tells its mistakes once.
            guard let found = byFile.removeValue(forKey: name) else { return [] as [Diagnostic] }
            let text = contents[name].map(YAMLText.init)
            let hidden = secretLines[name] ?? []
            let sorted = found.enumerated().sorted { left, right in
                let (first, second) = (left.element.place.position, right.element.place.position)
                // What is wrong with the file as a whole comes first; of one place, what was seen first.
                guard let first, let second, first != second else {
                    return first == nil && second != nil
                        || first == second && left.offset < right.offset
                }
                return first < second
            }
            return sorted.map { _, item in
                var item = item
                if let line = item.place.position?.line, !hidden.contains(line) {
                    item.line = text?.line(line)
                }
                return item
            }
        }
    }
}
