package import FleetCore

/// The first line of a host's answer: what became of the request, and on which boot.
///
/// - Source: `supervisor.sh`, `header`.
package struct AnswerHeader: Hashable, Sendable {
    /// What the host found, or did.
    package enum State: String, Sendable, CaseIterable {
        /// This request started the script; its output follows.
        case started
        /// The script had been started before; its output follows.
        case running
        /// The script has ended; the rest of its output and the end mark follow.
        case exited
        /// The machine rebooted before the script had ended; the rest of its output follows.
        case interrupted
        /// The script's runner is gone without having told an end, and the machine has not rebooted; the rest
        /// of its output follows.
        case gone
        /// The client's copy of the output is not the beginning of the host's. Nothing follows.
        case differs
        /// The job is not on the host. Nothing was started.
        case missing
        /// The job was to be ended before it had begun, and never will begin. Nothing follows.
        case withdrawn
        /// The job could not be started; ``AnswerHeader/failure`` and ``AnswerHeader/text`` say why.
        case failed
        /// Answer to an ``EndRequest``: nothing of the job runs.
        case ended
        /// Answer to an ``EndRequest``: something of the job still runs, in spite of KILL.
        case surviving
        /// Answer to a ``CleanRequest``: the job's folder is removed.
        case removed
    }

    /// Something that the operator should know once.
    package enum Notice: String, Sendable, CaseIterable {
        /// There is no tmux: the script runs, but there is nothing to attach to.
        case noTmux = "no-tmux"
        /// tmux is there and did not start; ``AnswerHeader/text`` is what it said.
        case tmuxFailed = "tmux-failed"
        /// The home folder can't be written to: the spool lies in a temporary folder.
        case spoolElsewhere = "spool-elsewhere"
        /// logind ends a user's processes at logout; the job runs in a scope of its own.
        case killsUserProcesses = "kills-user-processes"
        /// A script with a terminal needs tmux: this one has none.
        case noTTY = "no-tty"
    }

    /// Why a job could not be started.
    package enum Failure: String, Sendable, CaseIterable {
        /// Nowhere on the host can a folder be made for the job: read-only or full everywhere.
        case folder
        /// The script did not arrive whole.
        case payload
        /// The folder has no room for the script.
        case space
        /// The runner did not come up; ``AnswerHeader/text`` is what tmux said.
        case launch
    }

    /// What the host found, or did.
    package let state: State
    /// The machine's boot identity now.
    package let boot: BootIdentity
    /// Its boot identity when the script was started.
    package var bootAtStart: BootIdentity?
    /// For how long the machine has been up, where the job is ``State/missing`` and the machine can tell.
    package var uptime: Duration?
    /// The process group and session of the script, once it runs.
    package var processID: Int?
    /// The length of the spool when the header was made, in bytes; an end mark counts.
    package var size: UInt64?
    /// What the operator should know once.
    package var notices: [Notice] = []
    /// Why the job could not be started, where ``state`` says so.
    package var failure: Failure?
    /// What a program on the host said, for messages.
    ///
    /// - Shape: one line, not made safe for a terminal; the host sends a unit separator for each blank.
    package var text: String?
    /// The job's folder on the host.
    package var folder: String?
    /// The name of the job's tmux session on the server `flotilla`.
    package var session: String?

    /// Creates a header that says no more than this.
    package init(state: State, boot: BootIdentity) {
        self.state = state
        self.boot = boot
    }
}

extension AnswerHeader {
    /// Reads what follows `flotilla 1 NONCE ` up to the newline, or gives `nil` for text that is no header.
    ///
    /// - Shape: `key=value` separated by single blanks; a folder or a text comes last and may hold blanks.
    ///   Unknown keys are left out, so that a later host may say more.
    init?(line: some StringProtocol) {
        var values: [Substring: String] = [:]
        var notices: [Notice] = []
        var rest = Substring(line)
        while !rest.isEmpty {
            guard let equals = rest.firstIndex(of: "=") else { return nil }
            let key = rest[..<equals]
            let isLast = key == "folder" || key == "text"
            let value = rest[rest.index(after: equals)...].prefix { isLast || $0 != " " }
            rest = rest[value.endIndex...].drop(while: { $0 == " " })
            if let notice = Notice(rawValue: String(value)), key == "note" {
                notices.append(notice)
            } else if !value.isEmpty {
                values[key] = String(value)
            }
        }
        // The boot identity goes back to the host as a word of a command.
        guard let state = values["state"].flatMap(State.init(rawValue:)), let boot = values["boot"],
            RemoteProgram.isPlainWord(boot)
        else { return nil }
        self.init(state: state, boot: BootIdentity(boot))
        self.bootAtStart = values["boot0"].map { BootIdentity($0) }
        self.uptime = values["up"].flatMap { Double($0) }.flatMap { Duration(written: $0) }
            .flatMap { $0 >= .zero ? $0 : nil }
        self.processID = values["pid"].flatMap { Int($0) }
        self.size = values["size"].flatMap { UInt64($0) }
        self.notices = notices
        self.failure = values["why"].flatMap(Failure.init(rawValue:))
        self.session = values["session"]
        self.folder = values["folder"]
        self.text = (values["text"] ?? values["said"])?.replacing("\u{1f}", with: " ")
    }
}
