/// A value, and where it is written.
public struct Placed<Value: Hashable & Sendable>: Hashable, Sendable {
    /// The value.
    public var value: Value
    /// Where it is written; `nil` for one from the command line.
    public var place: SourcePlace?

    /// Creates a value from a place.
    public init(_ value: Value, at place: SourcePlace? = nil) {
        self.value = value
        self.place = place
    }
}
