import FleetCore
import FleetDocuments

extension PlannedStep {
    /// What runs on one host: with its variables in the environment, and in the texts that hold them.
    func script(for host: PlannedHost) -> Script {
        var script = script
        if holdsVariables {
            let values = Dictionary(
                host.environment.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
            func filled(_ text: String) -> String {
                // All are checked when the playbook is read.
                VariableText(text)?.filled { values[EnvironmentOfVariables.prefix + $0] } ?? text
            }
            script.arguments = script.arguments.map(filled)
            script.environment = script.environment.compactMap {
                EnvironmentVariable(name: $0.name, value: filled($0.value))
            }
        }
        // The script's own variables win over the host's.
        script.environment = host.environment + script.environment
        return script
    }
}
