import FleetExecution
import Foundation
import SSHTransport

/// The folder of one connection, for its owner only: the socket by which it is asked for sessions, and what `ssh`
/// reads and writes meanwhile.
struct MasterFolder: Sendable {
    let path: String

    /// The socket.
    var socket: String { "\(path)/s" }
    /// The configuration that holds.
    var configuration: String { "\(path)/config" }
    /// The host keys that are forgotten with the connection.
    var learned: String { "\(path)/known_hosts" }

    /// The most bytes of the folder that it is made in: a socket's path has 108 in all, and ssh adds 17 while it makes
    /// one.
    private static let longestBase = 60

    /// Makes the folder.
    ///
    /// - Parameters:
    ///   - temporary: `TMPDIR`; `/tmp` where that is too long a name.
    ///   - home: whose `.ssh/config` the configuration is, before the system's.
    /// - Throws: `TransportError` with `.cannotStart`.
    init(in temporary: String?, home: String) async throws(TransportError) {
        path = try await BlockingWork.run { () throws(TransportError) in
            try MasterFolder.make(in: temporary, home: home)
        }
    }

    /// Removes it, if whoever watches over ssh hasn't.
    func remove() async {
        let path = path
        await BlockingWork.run { () throws(Never) in
            // What is left there is no secret, and no later connection uses it.
            try? FileManager.default.removeItem(atPath: path)
        }
    }

    private static func make(
        in temporary: String?, home: String
    ) throws(TransportError) -> String {
        var base = temporary ?? ""
        if !base.hasPrefix("/") || base.utf8.count > longestBase || base.contains("%") {
            base = "/tmp"
        }
        var template = Array("\(base)/flotilla-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw TransportError(
                .cannotStart,
                "no folder for ssh's socket can be made in \(base): \(systemMessage(errno))")
        }
        let path = String(
            decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        // By a text of our own, so that the operator's HOME counts.
        let files = ["\(home)/.ssh/config", "/etc/ssh/ssh_config"]
        let text = files.map { "Include \"\($0)\"\n" }.joined()
        do {
            try text.write(toFile: "\(path)/config", atomically: false, encoding: .utf8)
        } catch {
            throw TransportError(.cannotStart, "\(path)/config can't be written: \(error)")
        }
        return path
    }
}
