import ArgumentParser
import Flotilla
import Foundation

/// Who is told of the first failure and of the end.
struct NotifyOptions: ParsableArguments {
    @Option(
        name: .customLong("notify"),
        help: ArgumentHelp(
            "Tell a command or an https://… webhook of the first failure and of the end (repeatable; "
                + "default: $FLOTILLA_NOTIFY).",
            valueName: "command|url"))
    var written: [String] = []

    /// The environment variable that keeps an address out of the command line, which all users of a machine may read.
    private static let variable = "FLOTILLA_NOTIFY"

    /// Who is to be told.
    func targets() throws -> [NotificationTarget] {
        let environment = ProcessInfo.processInfo.environment
        let usual = environment[NotifyOptions.variable].map { $0.isEmpty ? [] : [$0] } ?? []
        do {
            let targets = try (written.isEmpty ? usual : written).map {
                try NotificationTarget(written: $0)
            }
            try RunNotifier.check(targets, environment: environment)
            return targets
        } catch {
            let name = written.isEmpty ? "$\(NotifyOptions.variable)" : "--notify"
            throw ValidationError("\(name): \(error)")
        }
    }

    func validate() throws { _ = try targets() }

    /// Says that somebody couldn't be told: a notice, for the run is no worse for it.
    @Sendable static func tellFailure(_ message: String) {
        Output.write("flotilla: --notify \(message)\n", to: .standardError)
    }
}
