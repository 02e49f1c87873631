import Foundation

/// The process in which inputs are read; it tells by a file which one it is at, should that be its last.
struct Child {
    private let parser: Parser
    private let seed: UInt64
    private let numbers: Range<Int>
    private let end: ContinuousClock.Instant
    private let progress: Int32

    /// No parser needs this much for its short inputs; one that does is ended by the system.
    private static let mostMemory: rlim_t = 8 << 30

    /// Reads `PARSER SEED FIRST END SECONDS FILE`.
    init?(_ words: [String]) {
        guard words.count == 6, let parser = Parser.named(words[0]), let seed = UInt64(words[1]),
            let first = Int(words[2]), let last = Int(words[3]), let seconds = Double(words[4])
        else { return nil }
        self.parser = parser
        self.seed = seed
        numbers = first..<last
        end = ContinuousClock.now + .seconds(seconds)
        progress = open(words[5], O_WRONLY | O_CLOEXEC)
    }

    /// Reads the inputs, until there are no more, the time is over, or one is found; ends the process.
    func run() -> Never {
        var limit = rlimit(rlim_cur: Child.mostMemory, rlim_max: Child.mostMemory)
        setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
        for number in numbers {
            var mark = number
            pwrite(progress, &mark, MemoryLayout<Int>.size, 0)
            if let found = parser.trial(seed: seed, number: number) {
                print(found)
                exit(1)
            }
            if ContinuousClock.now > end { exit(0) }
        }
        var mark = numbers.upperBound
        pwrite(progress, &mark, MemoryLayout<Int>.size, 0)
        exit(0)
    }
}
