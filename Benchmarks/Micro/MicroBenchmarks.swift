import Foundation

/// Measures the parts that compute, each alone: what `Benchmarks/run micro` prints.
///
///     MicroBenchmarks [ROUNDS]
@main
enum MicroBenchmarks {
    static func main() async throws {
        let rounds = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 5
        print("| what | items | best ms | µs/item | MB/s | resident MiB |")
        print("|---|---|---|---|---|---|")
        for part in try Part.all() {
            var best = Duration.seconds(1_000)
            for _ in 0..<rounds {
                let start = ContinuousClock.now
                try await part.work()
                best = min(best, ContinuousClock.now - start)
            }
            print(row(of: part, best))
        }
    }

    private static func row(of part: Part, _ best: Duration) -> String {
        let seconds = best / .seconds(1)
        let rate = part.bytes.map { String(format: "%.1f", Double($0) / 1e6 / seconds) } ?? "-"
        return String(
            format: "| %@ | %d | %.1f | %.2f | %@ | %.0f |", part.name, part.items,
            seconds * 1_000, seconds * 1e6 / Double(part.items), rate, residentMebibytes())
    }

    /// The memory that this process has now.
    private static func residentMebibytes() -> Double {
        guard let text = FileManager.default.contents(atPath: "/proc/self/statm"),
            let pages = String(decoding: text, as: UTF8.self).split(separator: " ").dropFirst()
                .first.flatMap({ Double($0) })
        else { return 0 }
        return pages * Double(sysconf(Int32(_SC_PAGESIZE))) / 1_048_576
    }
}
