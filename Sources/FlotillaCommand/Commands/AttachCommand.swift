import ArgumentParser
import FleetRecord
import Flotilla
import Foundation

/// `flotilla attach`.
struct AttachCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attach",
        abstract: "Enter a job's tmux session on its host.",
        discussion: """
            The system's ssh is called with the run's user, port, key and known hosts. Ctrl-B D leaves the \
            session, and the script runs on.

            EXAMPLES
              flotilla attach last web1
              flotilla attach last web1 --step patch
              flotilla attach last web1 --print      the command, to be changed and typed
            """)

    @OptionGroup var store: StoreOptions

    @Option(help: ArgumentHelp("Which step, where there are several.", valueName: "step"))
    var step: String?

    @Flag(help: "Print the command instead of running it.")
    var print = false

    @Argument(help: "The run's id, the beginning of it, or last.")
    var run: String

    @Argument(help: "The host.")
    var host: String

    func run() async throws {
        let folder = try RunStore(store).open(run)
        let invocation = try AttachInvocation(to: host, step: step, of: folder)
        if print {
            let line = invocation.words.map(quoted).joined(separator: " ")
            return Output.write(line + "\n", to: .standardOutput)
        }
        var arguments = invocation.words.map { strdup($0) } + [nil]
        execvp(invocation.words[0], &arguments)
        let why = String(cString: strerror(errno)).lowercased()
        Output.write(
            "flotilla: '\(invocation.words[0])' can't be run: \(why)\n", to: .standardError)
        throw ExitCode(1)
    }

    /// A word as a shell would take it.
    private func quoted(_ word: String) -> String {
        let plain = word.utf8.allSatisfy { byte in
            byte.isAlphanumeric || "-_./:=@,".utf8.contains(byte)
        }
        return plain ? word : "'" + word.replacingOccurrences(of: "'", with: #"'\''"#) + "'"
    }
}

extension UInt8 {
    fileprivate var isAlphanumeric: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
