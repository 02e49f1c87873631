/// `user@host:port`, as people write it on a command line.
public struct Destination: Hashable, Sendable {
    /// The user, where there is one.
    public let user: String?
    /// The host, without the brackets of IPv6; it may hold ranges.
    public let host: String
    /// The port, where there is one.
    public let port: UInt16?

    /// Reads the text; `nil` where a part of it is empty or the port is none.
    public init?(_ text: String) {
        var rest = text[...]
        if let at = rest.lastIndex(of: "@") {
            user = String(rest[..<at])
            rest = rest[rest.index(after: at)...]
        } else {
            user = nil
        }
        if rest.first == "[", let close = rest.firstIndex(of: "]"),
            HostName.isIPv6(String(rest[rest.index(after: rest.startIndex)..<close]))
        {
            host = String(rest[rest.index(after: rest.startIndex)..<close])
            rest = rest[rest.index(after: close)...]
        } else if HostName.isIPv6(String(rest)) {
            host = String(rest)
            rest = ""
        } else {
            // The colons of a range stand in brackets.
            let searched = rest.lastIndex(of: "]").map { rest[$0...] } ?? rest
            let colon = searched.lastIndex(of: ":") ?? rest.endIndex
            host = String(rest[..<colon])
            rest = rest[colon...]
        }
        if rest.isEmpty {
            port = nil
        } else {
            guard rest.first == ":", let number = UInt16(rest.dropFirst()), number > 0 else {
                return nil
            }
            port = number
        }
        guard !host.isEmpty, user != "" else { return nil }
    }
}
