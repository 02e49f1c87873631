import FleetExecution
import FleetRecord

extension RequestedHost {
    /// What makes ssh go through `jumps`, with their keys and their known hosts, which its `-J` can't be given.
    static func proxyWords(through jumps: [RequestedHost]) -> [String] {
        proxyCommand(through: jumps).map { ["-o", "ProxyCommand=\($0)"] } ?? []
    }

    /// The command that connects to `%h` from the last of `jumps`.
    private static func proxyCommand(through jumps: [RequestedHost]) -> String? {
        guard let last = jumps.last else { return nil }
        // What is behind a percent sign would be expanded here, and is for the command further in.
        let words = last.sshWords(through: jumps.dropLast()).map { $0.replacing("%", with: "%%") }
        return (words + ["-W", "[%h]:%p", "--", last.address])
            .map { ShellQuoting.quoted($0) }.joined(separator: " ")
    }
}
