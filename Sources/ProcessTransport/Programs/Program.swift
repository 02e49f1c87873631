import CPrograms
import FleetExecution

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A program of this machine, and all that it is started with.
struct Program {
    /// Its file.
    let path: String
    /// Its words, its own name first.
    let words: [String]
    /// Its whole environment.
    let environment: [String: String]
    /// Where it is started; where we are if `nil`, or if there is no such folder.
    var folder: String?

    /// Starts it in a session of its own, with `pipes` and no other descriptor.
    ///
    /// A session of its own has no terminal: nothing is asked there, and no Ctrl-C of the operator ends it.
    ///
    /// - Throws: `TransportError` with `.cannotStart`.
    private func start(_ pipes: StandardPipes) throws(TransportError) -> RunningProgram {
        let arguments = words.map { strdup($0) } + [nil]
        let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in arguments + variables { free(text) } }
        let ends = [pipes.input.reading, pipes.output.writing, pipes.errors.writing]
        var pid: pid_t = 0
        let isThere = folder.map { access($0, X_OK) == 0 } ?? false
        let code = flotilla_spawn(
            &pid, path, arguments, variables, isThere ? folder : nil, ends)
        guard code == 0 else {
            throw TransportError(.cannotStart, "\(path) can't be started: \(systemMessage(code))")
        }
        return RunningProgram(pid: pid)
    }

    /// Starts it with new pipes; only our ends of them are open here then.
    ///
    /// - Throws: `TransportError` with `.cannotStart`.
    func startPiped() throws(TransportError) -> (RunningProgram, StandardPipes) {
        let pipes = try StandardPipes()
        defer { pipes.closeTheirs() }
        do throws(TransportError) {
            return (try start(pipes), pipes)
        } catch {
            pipes.closeOurs()
            throw error
        }
    }
}
