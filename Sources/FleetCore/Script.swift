/// What a step runs on a host: the bytes of a script, or of a one-line command.
public struct Script: Hashable, Sendable {
    /// Where it came from, for messages: a path as the operator wrote it, or the command itself.
    public let source: String
    /// The script's bytes, as read.
    public let content: [UInt8]
    /// Its arguments, passed literally.
    public var arguments: [String]
    /// What is added to its environment, in order; a later entry of the same name wins.
    public var environment: [EnvironmentVariable]

    /// Creates a script.
    public init(
        source: String, content: [UInt8], arguments: [String] = [],
        environment: [EnvironmentVariable] = []
    ) {
        self.source = source
        self.content = content
        self.arguments = arguments
        self.environment = environment
    }
}

/// One variable of a script's environment.
public struct EnvironmentVariable: Hashable, Sendable {
    /// The name: a letter or `_`, then letters, digits and `_`.
    public let name: String
    /// The value; any text without NUL.
    public let value: String

    /// Creates a variable, or `nil` where the name is not one that every shell accepts or the value holds
    /// a NUL.
    public init?(name: String, value: String) {
        let isLetter: (UInt8) -> Bool = {
            UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0
                || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 || $0 == UInt8(ascii: "_")
        }
        let isDigit: (UInt8) -> Bool = { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
        guard
            let first = name.utf8.first, isLetter(first),
            name.utf8.allSatisfy({ isLetter($0) || isDigit($0) }),
            !value.utf8.contains(0)
        else { return nil }
        self.name = name
        self.value = value
    }
}
