public import FleetCore

/// A host with all that its levels say about it.
public struct InventoryHost: Hashable, Sendable {
    /// Its name.
    public let id: HostID
    /// The names of all groups that it is in, the outermost first; `all` is not among them.
    ///
    /// It is the order in which their settings were laid over each other.
    public let groups: [String]
    /// What the fleet, its groups and itself say, the nearest winning.
    public var settings: HostSettings
    /// Its variables.
    public let vars: Variables
    /// Where it is named first.
    public let place: SourcePlace

    /// Where it is: its address, or its name where no address is given.
    public var address: String { settings.address?.value ?? id.name }
    /// Its port.
    public var port: UInt16 { settings.port?.value ?? 22 }
    /// What its address and port reach.
    public var machine: Machine { Machine(address: address, port: port) }
}
