import FleetCore
import FleetExecution
import Foundation
import Synchronization

/// A program that has been started, and that is collected once it has ended.
final class RunningProgram: Sendable {
    private let pid: pid_t
    /// Whether its number is still its own.
    private let isOurs = Mutex(true)

    init(pid: pid_t) { self.pid = pid }

    /// Sends a signal to it and to what is in its group; none once it has been collected.
    func signal(_ number: Int32) {
        isOurs.withLock { isOurs in if isOurs { kill(-pid, number) } }
    }

    /// Waits for its end on a thread of its own, collects it, and tells `body`; asked once.
    ///
    /// To be asked when its outputs have ended: the thread hasn't long to wait then.
    func whenEnded(_ body: @escaping @Sendable (RemoteExit) -> Void) {
        Thread.detachNewThread { [self] in body(collect()) }
    }

    private func collect() -> RemoteExit {
        // Left for a moment as it is: while it is there, its number is nobody else's.
        var information = siginfo_t()
        while waitid(P_PID, id_t(pid), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
        return isOurs.withLock { isOurs in
            var status: Int32 = 0
            while waitpid(pid, &status, 0) < 0 {
                // Somebody else has collected it.
                guard errno == EINTR else {
                    isOurs = false
                    return .unknown
                }
            }
            isOurs = false
            let signal = status & 0x7f
            guard signal != 0 else { return .code(Int(status >> 8 & 0xff)) }
            return .signal(RunningProgram.name(of: signal))
        }
    }

    /// A signal's name as SSH says it: without `SIG`.
    private static func name(of number: Int32) -> String {
        let name = SignalNumber(Int(number))?.description ?? ""
        return name.hasPrefix("SIG") ? String(name.dropFirst(3)) : "\(number)"
    }
}
