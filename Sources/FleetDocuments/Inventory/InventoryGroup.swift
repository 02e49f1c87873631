public import FleetCore

/// A named group of hosts.
public struct InventoryGroup: Hashable, Sendable {
    /// The name, unique among groups and hosts.
    public let name: String
    /// The hosts that it names itself, in the order of the file.
    public let hosts: [HostID]
    /// The groups that it names, in the order of the file.
    public let children: [String]
    /// How many groups the longest way from `all` to it goes through, itself included: 1 for one that is in
    /// no other.
    public let depth: Int
    /// What it says about its hosts.
    public let settings: HostSettings
    /// Its own variables.
    public let vars: [String: Variable]
    /// Where it is defined.
    public let place: SourcePlace
}
