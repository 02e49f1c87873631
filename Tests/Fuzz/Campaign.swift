import Foundation

/// Runs parsers in processes of their own, one after another, and tells what was found.
struct Campaign {
    private var seed = UInt64(1)
    private var inputs = 100_000
    private var seconds = 86_400.0
    private var parsers = Parser.all

    /// The most findings of one parser: behind these it waits for somebody to mend it.
    private static let mostFindings = 3
    /// How long one input may take by the clock before its process is ended, however busy the machine is.
    private static let patience = Duration.seconds(120)

    /// Reads the flags; `--seed fresh` draws one.
    init(_ words: [String]) {
        var names: [String] = []
        var rest = words[...]
        while let word = rest.popFirst() {
            switch word {
            case "--seed": seed = rest.popFirst().flatMap { UInt64($0) } ?? .random(in: 1 ... .max)
            case "--inputs": inputs = rest.popFirst().flatMap { Int($0) } ?? inputs
            case "--seconds": seconds = rest.popFirst().flatMap { Double($0) } ?? seconds
            default: names.append(word)
            }
        }
        if !names.isEmpty { parsers = names.compactMap { Parser.named($0) } }
    }

    /// Runs all; ends the process.
    func run() -> Never {
        print("seed \(seed)")
        var findings = 0
        for (index, parser) in parsers.enumerated() {
            let share = seconds / Double(parsers.count)
            findings += fuzz(parser, until: .now + .seconds(share), number: index)
        }
        exit(findings == 0 ? 0 : 1)
    }

    /// Gives how many findings there are.
    private func fuzz(_ parser: Parser, until end: ContinuousClock.Instant, number: Int) -> Int {
        let start = ContinuousClock.now
        let progress = FileManager.default.temporaryDirectory
            .appendingPathComponent("flotilla-fuzz-\(getpid())-\(number)")
        defer { unlink(progress.path) }
        var next = 0
        var findings = 0
        while next < inputs, ContinuousClock.now < end, findings < Campaign.mostFindings {
            let first = withUnsafeBytes(of: next) { Data($0) }
            guard FileManager.default.createFile(atPath: progress.path, contents: first) else {
                print("can't write \(progress.path)")
                return 1
            }
            let found = child(parser, from: next, until: end, progress.path)
            next = Campaign.number(in: progress.path)
            guard let found else { break }
            findings += 1
            print("FOUND \(parser.name):\(seed):\(next) \(found)")
            next += 1
        }
        let time = (ContinuousClock.now - start).components.seconds
        print("\(parser.name): \(next) inputs, \(findings) findings, \(time) s")
        fflush(nil)
        return findings
    }

    /// What was wrong with the input at which the child ended, or `nil`.
    private func child(
        _ parser: Parser, from first: Int, until end: ContinuousClock.Instant, _ file: String
    ) -> String? {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        let left = (end - ContinuousClock.now).components.seconds + 1
        process.arguments = [
            "child", parser.name, "\(seed)", "\(first)", "\(inputs)", "\(left)", file,
        ]
        process.standardOutput = output
        guard (try? process.run()) != nil else { return "can't be started" }
        let watch = Watch(process, file, patience: Campaign.patience)
        let said = (try? output.fileHandleForReading.readToEnd()) ?? Data()
        process.waitUntilExit()
        watch.end()
        if process.terminationReason == .uncaughtSignal {
            return watch.hasEndedIt ? "hangs" : "crashes by signal \(process.terminationStatus)"
        }
        let words = String(decoding: said, as: UTF8.self)
        return process.terminationStatus == 0 ? nil : words.trimmingCharacters(in: .newlines)
    }

    /// The number of the input that a child is at.
    static func number(in file: String) -> Int {
        let bytes = FileManager.default.contents(atPath: file) ?? Data()
        var number = 0
        guard bytes.count == MemoryLayout<Int>.size else { return number }
        withUnsafeMutableBytes(of: &number) { $0.copyBytes(from: bytes) }
        return number
    }
}
