public import FleetCore

/// A named script.
public struct InventoryScript: Hashable, Sendable {
    /// The name, unique among the scripts.
    public let name: StepID
    /// The script's path.
    public let file: Placed<String>
    /// Its arguments, passed literally.
    public let arguments: [String]
    /// What is added to its environment, in the order of the file.
    public let environment: [EnvironmentVariable]
    /// What the script says about its jobs; laid over what the host says.
    public let job: JobSettings
    /// Where it is defined.
    public let place: SourcePlace
}
