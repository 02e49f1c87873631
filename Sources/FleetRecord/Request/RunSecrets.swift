public import FleetCore

/// What resuming a run needs and nobody else should see: the contents of `private.json`, 0600.
///
/// It is removed once all jobs have ended well (``RunFolder/forgetSecrets()``); until then one could still
/// have to be started, or be run again.
public struct RunSecrets: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The nonce by which the ends of this run's jobs are known in their spools, in hexadecimal.
    public let nonce: String
    private let environments: [String: [Variable]]
    private let hostEnvironments: [String: [Variable]]

    private struct Variable: Hashable, Codable {
        let name: String
        let value: String
    }

    /// Creates the secrets of a run.
    public init(
        nonce: String, environments: [StepID: [EnvironmentVariable]],
        hostEnvironments: [HostID: [EnvironmentVariable]] = [:]
    ) {
        func variables(_ all: [EnvironmentVariable]) -> [Variable] {
            all.map { Variable(name: $0.name, value: $0.value) }
        }
        self.nonce = nonce
        self.environments = Dictionary(
            uniqueKeysWithValues: environments.map { ($0.key.name, variables($0.value)) })
        self.hostEnvironments = Dictionary(
            uniqueKeysWithValues: hostEnvironments.filter { !$0.value.isEmpty }
                .map { ($0.key.name, variables($0.value)) })
    }

    /// What is added to the environment of a step's script, in order.
    public func environment(of step: StepID) -> [EnvironmentVariable] {
        RunSecrets.variables(environments[step.name])
    }

    /// What is added to the environment of every script on a host, in order.
    public func environment(of host: HostID) -> [EnvironmentVariable] {
        RunSecrets.variables(hostEnvironments[host.name])
    }

    private static func variables(_ kept: [Variable]?) -> [EnvironmentVariable] {
        (kept ?? []).compactMap { EnvironmentVariable(name: $0.name, value: $0.value) }
    }

    /// Says nothing: secrets are not for logs.
    public var description: String { "RunSecrets(…)" }
}
