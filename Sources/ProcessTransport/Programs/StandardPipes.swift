import CPrograms
import FleetExecution

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The pipes that are a program's three standard streams: the ends that the program gets, and ours.
///
/// No other program that is started meanwhile inherits any of them: a reader would never see its end.
struct StandardPipes {
    /// What the program reads.
    let input: Pipe
    /// What it prints.
    let output: Pipe
    /// What it prints on standard error.
    let errors: Pipe

    /// One pipe.
    struct Pipe {
        let reading: Int32
        let writing: Int32
    }

    /// Makes the pipes.
    ///
    /// - Throws: `TransportError` with `.cannotStart` where no more files may be open.
    init() throws(TransportError) {
        var made: [Pipe] = []
        do throws(TransportError) {
            for _ in 0..<3 { made.append(try Pipe()) }
        } catch {
            for pipe in made { pipe.close() }
            throw error
        }
        (input, output, errors) = (made[0], made[1], made[2])
    }

    /// Closes the ends that are the program's, once it has them.
    func closeTheirs() {
        for end in [input.reading, output.writing, errors.writing] { closeDescriptor(end) }
    }

    /// Closes the ends that are ours, where there is no program to use them with.
    func closeOurs() {
        for end in [input.writing, output.reading, errors.reading] { closeDescriptor(end) }
    }
}

extension StandardPipes.Pipe {
    fileprivate init() throws(TransportError) {
        var ends: [Int32] = [-1, -1]
        let code = flotilla_pipe(&ends)
        guard code == 0 else {
            throw TransportError(
                .cannotStart, "no pipe can be made for a program: \(systemMessage(code))")
        }
        (reading, writing) = (ends[0], ends[1])
    }

    fileprivate func close() {
        closeDescriptor(reading)
        closeDescriptor(writing)
    }
}

/// Closes one of our descriptors.
func closeDescriptor(_ descriptor: Int32) { _ = close(descriptor) }

/// The system's words for an error number.
func systemMessage(_ code: Int32) -> String { String(cString: strerror(code)).lowercased() }
