/// A variable's value, and where it is set.
public typealias Variable = Placed<VariableValue>

/// The variables of a host: those that it has from its groups, and over them its own.
///
/// Hosts of the same groups share one table of the groups' variables.
public struct Variables: Hashable, Sendable {
    /// From the fleet and the groups.
    let inherited: [String: Variable]
    /// The host's own.
    let own: [String: Variable]

    init(inherited: [String: Variable] = [:], own: [String: Variable] = [:]) {
        self.inherited = inherited
        self.own = own
    }

    /// The variable of that name.
    public subscript(_ name: String) -> Variable? { own[name] ?? inherited[name] }

    /// Whether there is none.
    public var isEmpty: Bool { own.isEmpty && inherited.isEmpty }

    /// All of them.
    public var all: [String: Variable] {
        own.isEmpty ? inherited : inherited.merging(own) { _, nearer in nearer }
    }
}
