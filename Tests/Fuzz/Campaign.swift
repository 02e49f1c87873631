import Foundation
import Synchronization

/// Runs parsers in processes of their own, as many at once as there are cores, and tells what was found.
struct Campaign {
    private var seed = UInt64(1)
    private var inputs = 100_000
    private var seconds = 86_400.0
    private var atOnce = ProcessInfo.processInfo.activeProcessorCount
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
            case "--at-once": atOnce = max(rest.popFirst().flatMap { Int($0) } ?? atOnce, 1)
            default: names.append(word)
            }
        }
        if !names.isEmpty { parsers = names.compactMap { Parser.named($0) } }
    }

    /// Runs all; ends the process.
    func run() -> Never {
        print("seed \(seed)")
        fflush(nil)
        let share = seconds * Double(atOnce) / Double(max(parsers.count, atOnce))
        let state = Mutex((rest: parsers[...], findings: 0))
        DispatchQueue.concurrentPerform(iterations: atOnce) { _ in
            while let parser = state.withLock({ $0.rest.popFirst() }) {
                let report = fuzz(parser, until: .now + .seconds(share))
                state.withLock { $0.findings += report.findings }
                print(report)
                fflush(nil)
            }
        }
        exit(state.withLock(\.findings) == 0 ? 0 : 1)
    }

    private func fuzz(_ parser: Parser, until end: ContinuousClock.Instant) -> Report {
        let start = ContinuousClock.now
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("flotilla-fuzz-\(getpid())-\(parser.name)").path
        defer { unlink(file) }
        var progress = Progress()
        var findings = 0
        while progress.number < inputs, ContinuousClock.now < end, findings < Campaign.mostFindings
        {
            guard progress.create(file) else {
                print("can't write \(file)")
                findings += 1
                break
            }
            let found = child(parser, until: end, file)
            progress = Progress.read(file)
            guard let found else { break }
            findings += 1
            print("FOUND \(parser.name):\(seed):\(progress.number) \(found)")
            progress.number += 1
        }
        return Report(
            parser: parser.name, progress: progress, findings: findings,
            time: ContinuousClock.now - start)
    }

    /// What was wrong with the input at which the child ended, or `nil`.
    private func child(
        _ parser: Parser, until end: ContinuousClock.Instant, _ file: String
    ) -> String? {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        let left = (end - ContinuousClock.now).components.seconds + 1
        process.arguments = ["child", parser.name, "\(seed)", "\(inputs)", "\(left)", file]
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
}
