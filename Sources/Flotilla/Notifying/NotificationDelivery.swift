package import FleetReport
import Foundation

/// Tells one target of one notification, in bounded time.
package struct NotificationDelivery: Sendable {
    /// How long a command or a webhook may take.
    package static let limit: Duration = .seconds(10)

    private let target: NotificationTarget
    private let environment: [String: String]
    private let limit: Duration

    /// Creates the way to `target`.
    ///
    /// - Parameter environment: What a command finds beside what is told, and where curl is looked for.
    package init(
        to target: NotificationTarget, environment: [String: String], limit: Duration = limit
    ) {
        self.target = target
        // What is ours, such as passphrases and other webhooks, is no business of theirs.
        self.environment = environment.filter { !$0.key.hasPrefix("FLOTILLA_") }
        self.limit = limit
    }

    /// Hands it on; gives why it couldn't be, or `nil`.
    package func deliver(_ notification: RunNotification) async -> String? {
        do {
            _ = try await program(for: notification).run()
            return nil
        } catch let failure as BoundedProgram.Failure {
            return words(for: failure)
        } catch {
            return "it can't be written as JSON: \(error)"
        }
    }

    private func program(for notification: RunNotification) throws -> BoundedProgram {
        let document = try notification.encoded()
        switch target {
        case .command(let line):
            var program = BoundedProgram(
                path: "/bin/sh", arguments: ["-c", line], input: Array(document), limit: limit)
            program.environment = environment.merging(notification.environment) { $1 }
            return program
        case .webhook(let address):
            // The address is a secret, so curl finds it on standard input: arguments are there for all to read.
            var program = BoundedProgram(
                path: NotificationDelivery.curl(environment) ?? "curl",
                arguments: ["--disable", "--config", "-"],
                input: Array(configuration(posting: document, to: address).utf8), limit: limit)
            program.environment = environment
            return program
        }
    }

    /// What curl is to do.
    ///
    /// - Source: curl(1), `--config`: in quotes, `\` and `"` are written with a `\`. The document is one line.
    private func configuration(posting document: Data, to address: String) -> String {
        let body = String(decoding: document.dropLast(), as: UTF8.self)
        func quoted(_ text: String) -> String {
            "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
        }
        return """
            url = \(quoted(address))
            header = "Content-Type: application/json"
            data-raw = \(quoted(body))
            user-agent = "flotilla/\(FlotillaVersion.current)"
            output = "/dev/null"
            proto = "=http,https"
            globoff
            fail
            silent
            show-error

            """
    }

    /// The program `curl`, where it is installed.
    static func curl(_ environment: [String: String]) -> String? {
        (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":").map { "\($0)/curl" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    private func words(for failure: BoundedProgram.Failure) -> String {
        switch failure {
        case .cannotStart(let reason): "it can't be started: \(reason)"
        case .tookTooLong: "it took longer than \(limit.components.seconds) s, and was ended"
        case .printedTooMuch: "it printed too much, and was ended"
        case .ended(let how, let errors):
            "it ended with \(how)"
                + (errors.split(whereSeparator: \.isNewline).last.map { " and said: \(hiding($0))" }
                    ?? "")
        }
    }

    /// A line without the secret part of the address, should it be there.
    private func hiding(_ line: Substring) -> String {
        guard case .webhook(let address) = target else { return String(line) }
        return String(line).replacing(address, with: target.shown)
    }
}
