/// How large a document may be, so that a hostile one costs little.
public struct YAMLLimits: Hashable, Sendable {
    /// The most bytes of a text; 100,000 hosts with a line of settings each are about 10 MB.
    public var bytes = 32 << 20
    /// The most lists and mappings inside each other.
    public var depth = 64
    /// The most values, each alias counted with all that it stands for.
    public var nodes = 4_000_000

    /// Creates the limits that suit an inventory.
    public init() {}
}
