import Foundation

/// The process in which inputs are read; it tells by a file which one it is at, should that be its last.
struct Child {
    private let parser: Parser
    private let seed: UInt64
    private let last: Int
    private let end: ContinuousClock.Instant
    private let descriptor: Int32
    private var progress: Progress

    /// No parser needs this much for its short inputs; one that does is ended by the system.
    private static let mostMemory: rlim_t = 8 << 30

    /// Reads `PARSER SEED END SECONDS FILE`; the file says where to go on.
    init?(_ words: [String]) {
        guard words.count == 5, let parser = Parser.named(words[0]), let seed = UInt64(words[1]),
            let last = Int(words[2]), let seconds = Double(words[3])
        else { return nil }
        self.parser = parser
        self.seed = seed
        self.last = last
        end = ContinuousClock.now + .seconds(seconds)
        progress = Progress.read(words[4])
        descriptor = open(words[4], O_WRONLY | O_CLOEXEC)
    }

    /// Reads the inputs, until there are no more, the time is over, or one is found; ends the process.
    consuming func run() -> Never {
        var limit = rlimit(rlim_cur: Child.mostMemory, rlim_max: Child.mostMemory)
        setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
        while progress.number < last, ContinuousClock.now < end {
            progress.write(to: descriptor)
            switch parser.trial(seed: seed, number: progress.number) {
            case .accepted: progress.accepted += 1
            case .refused: break
            case .wrong(let complaint):
                print(complaint)
                exit(1)
            }
            progress.number += 1
        }
        progress.write(to: descriptor)
        exit(0)
    }
}
