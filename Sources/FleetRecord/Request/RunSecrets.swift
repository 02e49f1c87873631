public import FleetCore

/// What resuming a run needs and nobody else should see: the contents of `private.json`, 0600.
///
/// It is removed once the run has ended (``RunFolder/forgetSecrets()``); until then a job that was
/// never started could still have to be.
public struct RunSecrets: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The nonce by which the ends of this run's jobs are known in their spools, in hexadecimal.
    public let nonce: String
    private let environments: [String: [Variable]]

    private struct Variable: Hashable, Codable {
        let name: String
        let value: String
    }

    /// Creates the secrets of a run.
    public init(nonce: String, environments: [StepID: [EnvironmentVariable]]) {
        self.nonce = nonce
        self.environments = Dictionary(
            uniqueKeysWithValues: environments.map { step, variables in
                (step.name, variables.map { Variable(name: $0.name, value: $0.value) })
            })
    }

    /// What is added to the environment of a step's script, in order.
    public func environment(of step: StepID) -> [EnvironmentVariable] {
        (environments[step.name] ?? []).compactMap {
            EnvironmentVariable(name: $0.name, value: $0.value)
        }
    }

    /// Says nothing: secrets are not for logs.
    public var description: String { "RunSecrets(…)" }
}
