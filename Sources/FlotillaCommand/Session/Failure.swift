import ArgumentParser
import FleetDocuments
import FleetRecord
import FleetReport
import Flotilla
import Foundation
import SSHTransport

/// How the program ends when something keeps it from doing what was asked.
enum Failure {
    /// Says what is wrong on standard error, and exits: 2 for a mistake, 1 for trouble on the way.
    static func exit(with error: any Error) -> Never {
        switch error {
        case let status as ExitCode: Foundation.exit(status.rawValue)
        case let status as ProgramExit: Foundation.exit(status.rawValue)
        case let mistakes as InventoryError: end("\(mistakes)", .usage)
        case let mistakes as PlaybookError: end("\(mistakes)", .usage)
        case is PlanError, is PatternError, is KeyError, is KnownHostsError:
            end("flotilla: \(error)", .usage)
        case let trouble as ResultError: end("flotilla: \(trouble)", .jobFailed)
        case let trouble as RecordError:
            end("flotilla: \(trouble)", trouble.programExit)
        default: exit(withParserError: error)
        }
    }

    /// Says what is wrong with the words of one command; only then it is known that there is nothing wrong with
    /// its flags.
    static func exit(with mistake: ValidationError, in command: any ParsableCommand.Type) -> Never {
        let name = command.configuration.commandName.map { " \($0)" } ?? ""
        end("flotilla: \(mistake.message)\n  See 'flotilla\(name) --help'.", .usage)
    }

    /// ArgumentParser words its own errors, and help, which is none.
    private static func exit(withParserError error: any Error) -> Never {
        let message = FlotillaCommand.fullMessage(for: error)
        guard FlotillaCommand.exitCode(for: error) != .success else {
            Output.write(message + "\n", to: .standardOutput)
            Foundation.exit(ProgramExit.ok.rawValue)
        }
        let words = message.trimmingPrefix("Error: ")
        end("flotilla: " + words.prefix(1).lowercased() + words.dropFirst(), .usage)
    }

    private static func end(_ message: String, _ status: ProgramExit) -> Never {
        Output.write(message + "\n", to: .standardError)
        Foundation.exit(status.rawValue)
    }
}

extension RecordError {
    /// Nothing was contacted, the ends of jobs are another's to know, or something could not be kept.
    fileprivate var programExit: ProgramExit {
        switch code {
        case .notFound, .ambiguous, .inUse: .usage
        case .stolen: .hostLost
        case .diskFull, .denied, .notAFile, .exists, .tooManyFiles, .damaged, .noHome, .failed:
            .jobFailed
        }
    }
}

extension ProgramExit: Error {}
