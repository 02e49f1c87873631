/// Something that whoever asked the doctor should know, and what to do about it.
public struct Advice: Hashable, Sendable, Codable {
    /// How much it matters; the least first.
    public enum Level: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
        /// Jobs run as they should; something is different from elsewhere.
        case note
        /// Jobs run, and something of what they could have is missing.
        case warning
        /// Jobs don't run, or what they print is in danger.
        case problem

        /// Orders by how much it matters.
        public static func < (first: Level, second: Level) -> Bool {
            first.rank < second.rank
        }

        private var rank: Int { Level.allCases.firstIndex(of: self) ?? 0 }
    }

    /// How much it matters.
    public let level: Level
    /// What was found, in lower case.
    public let what: String
    /// What to do; `nil` where nothing needs to be done.
    public let remedy: String?

    init(_ level: Level, _ what: String, remedy: String? = nil) {
        self.level = level
        self.what = what
        self.remedy = remedy
    }
}
