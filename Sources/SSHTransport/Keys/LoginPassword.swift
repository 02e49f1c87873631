/// A password to log in with, for hosts that take no key; only ``init(_:)``'s caller and libssh2 see it.
public struct LoginPassword: Sendable, CustomStringConvertible, CustomReflectable {
    let bytes: [UInt8]

    /// Keeps the bytes of a password.
    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// What it is, never what it says.
    public var description: String { "a password" }

    /// Nothing: a mirror is printed.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
