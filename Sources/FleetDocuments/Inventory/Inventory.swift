internal import FleetCore

/// The hosts, groups, keys and scripts that the inventory's files describe.
///
/// For each host the nearest level wins, setting by setting and variable by variable: `defaults` (and the
/// top's `vars`), then the groups that it is in, then the host itself. Among groups the deeper wins; of the
/// same depth, the one of the higher priority, which only Ansible's inventories give; then the one whose name comes
/// later in the order of Unicode scalars, as in Ansible.
public struct Inventory: Sendable {
    /// The hosts, in the order in which the files name them first.
    public let hosts: [InventoryHost]
    /// The groups, in the order in which the files define them.
    public let groups: [InventoryGroup]
    /// The groups right below `all`, and the hosts of `ungrouped`, as indices.
    let outermost: [Int]
    let ungroupedHosts: [Int]
    /// The keys, in the order of the files.
    public let keys: [InventoryKey]
    /// The scripts, in the order of the files.
    public let scripts: [InventoryScript]
    /// What `defaults` says about the run.
    public let fleet: FleetSettings
    /// What `defaults` says about every host.
    public let defaults: HostSettings
    /// The variables of every host.
    public let vars: [String: Variable]

    /// Whether one of the files is an Ansible inventory.
    public let readsAnsible: Bool
    /// What in them was passed over, as Ansible does.
    public let warnings: [Diagnostic]

    let hostIndex: [String: Int]
    let groupIndex: [String: Int]

    private let keyIndex: [String: Int]

    init(
        hosts: [InventoryHost], groups: [InventoryGroup], outermost: [Int], ungrouped: [Int],
        keys: [InventoryKey], scripts: [InventoryScript], fleet: FleetSettings,
        defaults: HostSettings, vars: [String: Variable], readsAnsible: Bool,
        warnings: [Diagnostic], hostIndex: [String: Int], groupIndex: [String: Int]
    ) {
        self.hosts = hosts
        self.groups = groups
        self.outermost = outermost
        self.ungroupedHosts = ungrouped
        self.keys = keys
        self.scripts = scripts
        self.fleet = fleet
        self.defaults = defaults
        self.vars = vars
        self.readsAnsible = readsAnsible
        self.warnings = warnings
        self.hostIndex = hostIndex
        self.groupIndex = groupIndex
        self.keyIndex = Dictionary(
            keys.enumerated().map { ($0.element.name, $0.offset) }, uniquingKeysWith: { $1 })
    }

    /// The host of that name.
    public func host(named name: String) -> InventoryHost? { hostIndex[name].map { hosts[$0] } }
    /// The group of that name; `all` and `ungrouped` are not among them.
    public func group(named name: String) -> InventoryGroup? { groupIndex[name].map { groups[$0] } }
    /// The key of that name.
    public func key(named name: String) -> InventoryKey? { keyIndex[name].map { keys[$0] } }
    /// The script of that name.
    public func script(named name: String) -> InventoryScript? {
        scripts.first { $0.name.name == name }
    }

    /// The name out of all scripts' that was probably meant, or `nil` where none is near.
    public func scriptName(near name: String) -> String? {
        NearestName.nearest(to: name, in: scripts.lazy.map(\.name.name))
    }
}
