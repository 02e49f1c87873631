/// What `flotilla hosts --check` says: how much there is, or all that is wrong.
public struct InventoryCheck: CustomStringConvertible, Sendable {
    /// How many hosts there are; none where something is wrong.
    public let hosts: Int
    /// How many groups, `all` and `ungrouped` not counted.
    public let groups: Int
    /// How many scripts.
    public let scripts: Int
    /// How many keys.
    public let keys: Int
    /// All that is wrong.
    public let diagnostics: [Diagnostic]
    /// What was passed over, as Ansible does.
    public let warnings: [Diagnostic]

    /// Loads the sources as ``Inventory/load(_:outputs:home:)`` does.
    public init(_ sources: [String], outputs: [String: ProgramOutput] = [:], home: String) {
        var inventory: Inventory?
        var diagnostics: [Diagnostic] = []
        do throws(InventoryError) {
            inventory = try Inventory.load(sources, outputs: outputs, home: home)
        } catch {
            diagnostics = error.diagnostics
        }
        hosts = inventory?.hosts.count ?? 0
        groups = inventory?.groups.count ?? 0
        scripts = inventory?.scripts.count ?? 0
        keys = inventory?.keys.count ?? 0
        warnings = inventory?.warnings ?? []
        self.diagnostics = diagnostics
    }

    /// Whether nothing is wrong.
    public var isGood: Bool { diagnostics.isEmpty }

    /// `42 hosts, 3 groups, 1 script, 1 key`, or the mistakes, with a newline at the end.
    ///
    /// What was passed over follows.
    public var description: String {
        guard isGood else { return InventoryError(diagnostics).description + "\n" }
        let counts = [
            (hosts, "host"), (groups, "group"), (scripts, "script"), (keys, "key"),
        ]
        let count = counts.map { "\($0) \($1)\($0 == 1 ? "" : "s")" }.joined(separator: ", ")
        let passedOver = warnings.map { "passed over: \($0.rendered)\n" }
        return count + "\n" + passedOver.joined()
    }
}
