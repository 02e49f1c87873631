import SSHTransport

/// What `ssh` has said about its connection so far.
///
/// - Shape: lines; those that begin with `debug1: ` tell how far it has come, the others are for people, and some
///   of them are the server's.
struct OpenSSHTranscript {
    /// The lines for people, the last of them.
    private(set) var lines: [String] = []
    /// Whether TCP is connected.
    private(set) var isConnected = false
    /// The type and the fingerprint of the host's key, once it is known.
    private(set) var hostKey: String?
    private var rest: [UInt8] = []

    /// How many lines are kept, and how many bytes of one.
    private static let mostLines = 40
    private static let longestLine = 1_000

    /// Takes in what ssh has printed.
    mutating func take(_ bytes: [UInt8]) {
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                take(line: String(foreign: rest, limit: OpenSSHTranscript.longestLine))
                rest = []
            } else if byte != UInt8(ascii: "\r"), rest.count < OpenSSHTranscript.longestLine {
                rest.append(byte)
            }
        }
    }

    private mutating func take(line: String) {
        let debug = "debug1: "
        guard line.hasPrefix(debug) else {
            guard !line.isEmpty else { return }
            lines.append(line)
            if lines.count > OpenSSHTranscript.mostLines { lines.removeFirst() }
            return
        }
        let words = line.dropFirst(debug.count)
        let key = "Server host key: "
        if words == "Connection established." { isConnected = true }
        if words.hasPrefix(key) { hostKey = String(words.dropFirst(key.count)) }
    }
}
