import FleetExecution
import FleetRecord

extension RequestedHost {
    /// What makes ssh go through `jumps`, with their keys and their known hosts, which its `-J` can't be given.
    static func proxyWords(through jumps: [RequestedHost], options: [String]) -> [String] {
        proxyCommand(through: jumps, options: options).map { ["-o", "ProxyCommand=\($0)"] } ?? []
    }

    /// The command that connects to `%h` from the last of `jumps`; `nil` for none.
    ///
    /// - Parameter options: What each ssh is given beside what makes it log in.
    static func proxyCommand(
        through jumps: [RequestedHost], options: [String] = []
    ) -> String? {
        guard let last = jumps.last else { return nil }
        // What is behind a percent sign would be expanded here, and is for the command further in.
        let words = last.sshWords(through: jumps.dropLast(), options: options)
            .map { $0.replacing("%", with: "%%") }
        return (words + ["-W", "[%h]:%p", "--", last.address])
            .map { ShellQuoting.quoted($0) }.joined(separator: " ")
    }
}
