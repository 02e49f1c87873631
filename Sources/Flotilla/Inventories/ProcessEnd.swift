import Foundation

/// How a process ended.
///
/// The system is asked: Foundation takes a process for running as long as anything that it started is.
struct ProcessEnd: Hashable {
    /// Its exit status, or the signal that ended it.
    private let status: Int32
    private let isExit: Bool

    /// Looks whether the process has ended; `nil` while it runs.
    init?(of process: Process) {
        var information = siginfo_t()
        let id = id_t(process.processIdentifier)
        // It stays to be collected: that is Foundation's part.
        guard waitid(P_PID, id, &information, WEXITED | WNOHANG | WNOWAIT) == 0 else {
            // Foundation has collected it.
            guard !process.isRunning else { return nil }
            (status, isExit) = (process.terminationStatus, process.terminationReason == .exit)
            return
        }
        guard information.si_signo == SIGCHLD else { return nil }
        #if canImport(Glibc)
            status = information._sifields._sigchld.si_status
        #else
            status = information.si_status
        #endif
        isExit = information.si_code == CLD_EXITED
    }

    /// Whether it ended as a program that did what it should.
    var isGood: Bool { isExit && status == 0 }

    /// `exit status 3`, `signal 9`.
    var words: String { "\(isExit ? "exit status" : "signal") \(status)" }
}
