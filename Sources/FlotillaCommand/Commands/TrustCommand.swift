import ArgumentParser
import FleetCore
import FleetDocuments
import FleetReport
import Flotilla
import Foundation
import SSHTransport

/// `flotilla trust`.
struct TrustCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trust",
        abstract: "Show the host keys of an inventory, compare them, and learn them.",
        discussion: """
            Each host is asked for its keys, without logging in. What is known of them is looked up where a run \
            looks it up. New keys are learned once you have said so, or with --yes; a changed key stays as it is \
            without --replace-changed.

            --check compares with a list that somebody vouches for, and writes nothing: known_hosts lines, which \
            are about the hosts that they name, or fingerprints as `ssh-keygen -lf` and cloud consoles print them, \
            which are about whichever host shows them.

            Exit status: 0 when each key is known (with --check: listed), 1 when one isn't, 3 when some host \
            could not be asked.

            EXAMPLES
              flotilla trust                              show all, ask once, learn
              flotilla trust 'web:!web3' --yes
              flotilla trust --check keys-from-console.txt
              flotilla trust db1 --replace-changed        after db1 was installed anew
            """)

    @OptionGroup(title: "Which hosts")
    var inventory: InventoryOptions

    @OptionGroup(title: "How to get in")
    var host: HostOptions

    @OptionGroup
    var atOnce: FanoutOption

    @Option(
        help: ArgumentHelp("Compare with a list of keys, and write nothing.", valueName: "file"),
        completion: .file())
    var check: String?

    @Flag(help: "Learn new keys without asking.")
    var yes = false

    @Flag(
        name: .customLong("replace-changed"),
        help: "Put a changed key in the place of the known one.")
    var replacesChanged = false

    @Flag(help: "One JSON document, with every host and every key.")
    var json = false

    @Argument(
        help: ArgumentHelp("Only these hosts, as -l takes them.", valueName: "pattern"),
        completion: Completions.pattern)
    var patterns: [String] = []

    func validate() throws {
        guard check == nil || !(yes || replacesChanged) else {
            throw ValidationError("--check writes nothing; leave out --yes and --replace-changed")
        }
    }

    func run() async throws {
        let eventLoops = SSHEventLoops()
        let list: HostKeyList? =
            if let check { try await HostKeyList(path: check) } else { nil }
        let plan = try await RunPlanner(eventLoops: eventLoops).plan(wish())
        let trust = FleetTrust(plan, eventLoops: eventLoops)
        var reports = await trust.ask(comparingWith: list)
        let text = TrustText(reports, comparedWith: check)
        if !json { Output.write(text.keys, to: .standardOutput) }
        if check == nil, try await isToLearn(reports, text) {
            reports = await trust.learn(reports, replacesChanged: replacesChanged)
            if !json { Output.write(TrustText(reports).learned, to: .standardOutput) }
        }
        if json { Output.write(try TrustDocument(reports).text, to: .standardOutput) }
        // The event loops end with the process.
        if reports.contains(where: { $0.failure != nil }) { throw ProgramExit.hostLost }
        if !reports.allSatisfy(\.isGood) { throw ProgramExit.jobFailed }
    }

    private func wish() throws -> RunWish {
        var wish = RunWish()
        try inventory.apply(to: &wish)
        wish.limits += patterns
        host.apply(to: &wish)
        wish.fleet.fanout = atOnce.fanout.map { .init($0) }
        // No key is needed for asking, and none is to be decrypted for it.
        wish.needsLogin = false
        return wish
    }

    /// Whether there is something to write, and the operator wants it written.
    private func isToLearn(_ reports: [HostKeyReport], _ text: TrustText) async throws -> Bool {
        guard let question = text.question(replacing: replacesChanged) else { return false }
        if yes { return true }
        guard !json, Question.canBeAsked else {
            let why = json ? "" : "there is no terminal to ask on; "
            Output.write("nothing was written: \(why)say --yes to learn\n", to: .standardError)
            return false
        }
        while let line = await Question.line(question) {
            switch line.lowercased() {
            case "y", "yes": return true
            case "n", "no": return false
            default: continue
            }
        }
        return false
    }
}
