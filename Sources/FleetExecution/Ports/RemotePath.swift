/// A path on a host, as the bytes that the host knows: names there need not be text.
public struct RemotePath: Hashable, Sendable {
    /// The bytes: never none, and no NUL among them.
    ///
    /// A path without a leading `/` begins in the home.
    public let bytes: [UInt8]

    /// Reads a path as people write it, or gives `nil` for an empty one or one with a NUL.
    ///
    /// A leading `~/` is the home of the user who logs in; slashes at the end say nothing and are dropped.
    public init?(_ text: String) {
        var bytes = Array(text.utf8)
        if text == "~" || text == "~/" { bytes = [UInt8(ascii: ".")] }
        if text.hasPrefix("~/"), bytes.count > 2 { bytes.removeFirst(2) }
        while bytes.count > 1, bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
        guard !bytes.isEmpty, !bytes.contains(0) else { return nil }
        self.bytes = bytes
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    /// The entry `name` of this folder.
    package func appending(_ name: FileName) -> RemotePath {
        RemotePath(
            bytes: (bytes == [UInt8(ascii: "/")] ? [] : bytes) + [UInt8(ascii: "/")] + name.bytes)
    }

    /// The folder that holds it: `/a` for `/a/b`, and the home for a bare name.
    package var folder: RemotePath {
        guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else {
            return RemotePath(bytes: [UInt8(ascii: ".")])
        }
        return RemotePath(bytes: slash == 0 ? [UInt8(ascii: "/")] : Array(bytes[..<slash]))
    }

    /// Its last name; `nil` for what has none of its own, such as `/` or `..`.
    package var name: FileName? { FileName(bytes.split(separator: UInt8(ascii: "/")).last ?? []) }

    /// Its names from the root, or from the home, on; `nil` where it goes upwards by `..`.
    package var names: [FileName]? {
        let parts = bytes.split(separator: UInt8(ascii: "/")).filter { $0 != [UInt8(ascii: ".")] }
        let names = parts.compactMap { FileName($0) }
        return names.count == parts.count ? names : nil
    }
}

extension RemotePath: CustomStringConvertible {
    /// The path, with what isn't UTF-8 replaced; not made safe for a terminal.
    public var description: String { String(decoding: bytes, as: UTF8.self) }
}

/// The name of one entry of a folder, wherever it was read: it leads nowhere else.
public struct FileName: Hashable, Sendable {
    /// The bytes: 1 to 255, neither `/` nor NUL, and not `.` or `..`.
    public let bytes: [UInt8]

    /// No file system that we know takes more bytes in a name.
    private static let longest = 255

    /// Creates a name, or `nil` for what is none: a host may say anything.
    public init?(_ bytes: some Sequence<UInt8>) {
        let bytes = Array(bytes)
        let dot = UInt8(ascii: ".")
        guard 1...FileName.longest ~= bytes.count, bytes != [dot], bytes != [dot, dot],
            !bytes.contains(0), !bytes.contains(UInt8(ascii: "/"))
        else { return nil }
        self.bytes = bytes
    }
}

extension FileName: CustomStringConvertible {
    /// The name, with what isn't UTF-8 replaced; not made safe for a terminal.
    public var description: String { String(decoding: bytes, as: UTF8.self) }
}
