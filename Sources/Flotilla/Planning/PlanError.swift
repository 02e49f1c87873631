/// Why nothing is run: a mistake that was found before any host was contacted.
public struct PlanError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One cause; once released, a code never changes its meaning.
    public enum Code: String, Sendable, CaseIterable {
        /// No inventory was named, and none lies where one is looked for.
        case noInventory = "plan.no-inventory"
        /// Neither the inventory nor the disk has such a script.
        case noSuchScript = "plan.no-such-script"
        /// A play has no hosts, or none is left to any.
        case noHosts = "plan.no-hosts"
        /// The playbook has no such step.
        case noSuchStep = "plan.no-such-step"
        /// A step waits for one that runs on other hosts, or was left out.
        case neverRuns = "plan.never-runs"
        /// A text names a variable that a host doesn't have.
        case unknownVariable = "plan.unknown-variable"
        /// A script is there and can't be read.
        case unreadableScript = "plan.unreadable-script"
        /// A file that is to be pushed isn't there.
        case noSuchFile = "plan.no-such-file"
        /// A file that is to be pushed is there and can't be read.
        case unreadableFile = "plan.unreadable-file"
        /// Files would have to be copied as another user than the one who logs in.
        case cannotBecome = "plan.cannot-become"
        /// Two steps would have one name.
        case sameStepTwice = "plan.same-step-twice"
        /// An argument or a variable holds what no shell can pass on.
        case badValue = "plan.bad-value"
        /// `ssh` can't say what it is configured to do.
        case sshConfig = "plan.ssh-config"
        /// A host can be got into by the system's `ssh` alone, and that may not be, or isn't there.
        case needsOpenSSH = "plan.needs-openssh"
        /// A setting asks for what this version can't do.
        case notYet = "plan.not-yet"
        /// Scripts can't be left to themselves, because more are to be started after them.
        case cannotDetach = "plan.cannot-detach"
        /// A fleet that is split into parts can't have one host act for all.
        case cannotShard = "plan.cannot-shard"
        /// A run is a report of others, and nothing of it can be run.
        case merged = "plan.merged"
        /// Runs are no parts of one: they share hosts or differ in scripts, or one is missing.
        case cannotMerge = "plan.cannot-merge"
        /// Jobs of an earlier run may still run.
        case stillRunning = "plan.still-running"
        /// The run has no such host or step.
        case noSuchJob = "plan.no-such-job"
        /// The system lets too few files be open at once.
        case descriptorLimit = "plan.descriptor-limit"
        /// A list of host keys can't be read, or has none.
        case unreadableList = "plan.unreadable-list"
    }

    /// One mistake.
    public struct Mistake: Hashable, Sendable, CustomStringConvertible {
        /// The cause, for code.
        public let code: Code
        /// What is wrong and what to do, in lower case.
        public let message: String

        init(_ code: Code, _ message: String) {
            self.code = code
            self.message = message
        }

        /// The message and the code.
        public var description: String { "\(message) [\(code.rawValue)]" }
    }

    /// All mistakes that were found; never none.
    public let mistakes: [Mistake]

    init(_ mistakes: [Mistake]) { self.mistakes = mistakes }

    init(_ code: Code, _ message: String) { self.init([Mistake(code, message)]) }

    /// A line for each mistake.
    public var description: String { mistakes.map(\.description).joined(separator: "\n") }
}
