import FleetCore
import Foundation

/// The system's `ping`: sending ICMP of one's own takes a privilege that it has and we don't.
struct SystemPing {
    private let path: String

    /// Finds the program; `nil` where there is none.
    init?(searching folders: String = ProcessInfo.processInfo.environment["PATH"] ?? "") {
        let all = folders.split(separator: ":").map(String.init) + ["/sbin", "/usr/sbin"]
        let files = all.map { "\($0)/ping" }
        guard let path = files.first(where: { FileManager.default.isExecutableFile(atPath: $0) })
        else { return nil }
        self.path = path
    }

    /// Sends one echo request and waits for its answer, at most `limit`.
    func ask(_ address: String, within limit: Duration) async -> HostPing.Finding {
        let program = Process()
        let output = Pipe()
        program.executableURL = URL(fileURLWithPath: path)
        program.arguments = ["-n", "-c", "1", "-W", SystemPing.written(limit), "--", address]
        program.standardInput = FileHandle.nullDevice
        program.standardOutput = output
        program.standardError = output
        let began = ContinuousClock.now
        let started: Result<Void, any Error> = await withCheckedContinuation { continuation in
            program.terminationHandler = { _ in continuation.resume(returning: .success(())) }
            do { try program.run() } catch { continuation.resume(returning: .failure(error)) }
        }
        if case .failure(let error) = started { return .skipped("ping doesn't start: \(error)") }
        // It has ended, so this doesn't wait: what it printed fits into the pipe.
        let said = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        switch program.terminationStatus {
        case 0: return .answered(after: SystemPing.time(in: said) ?? began.duration(to: .now))
        case 1: return .failed(Unreachable(.tcp, "no answer to ping"))
        default:
            let line = said.split(separator: "\n").last.map(String.init) ?? "no reason given"
            return .skipped("ping can't ask: \(line)")
        }
    }

    /// What `-W` wants: milliseconds on macOS, whole seconds elsewhere.
    private static func written(_ limit: Duration) -> String {
        #if os(macOS)
            String(max(1, Int(limit.seconds * 1_000)))
        #else
            String(max(1, Int(limit.seconds.rounded(.up))))
        #endif
    }

    /// The time that it measured: `time=0.034 ms`.
    private static func time(in text: String) -> Duration? {
        guard let start = text.range(of: "time=")?.upperBound else { return nil }
        return Double(text[start...].prefix { $0.isNumber || $0 == "." })
            .map { .microseconds(Int64($0 * 1_000)) }
    }
}
