import FleetCore
import FleetDocuments

extension PlannedStep {
    /// What is done on one host: with its variables in a script's environment, and in the texts that hold them.
    func work(for host: PlannedHost) -> StepWork {
        switch work {
        case .script(let script): .script(filled(script, for: host))
        case .copy(let copy): .copy(filled(copy, for: host))
        }
    }

    /// What is copied to or from one host; `nil` where a script runs.
    func copy(for host: PlannedHost) -> StepCopy? { work(for: host).copy }

    private func filled(_ copy: StepCopy, for host: PlannedHost) -> StepCopy {
        let filled = filling(for: host)
        return switch copy {
        case .push(let source, let target, let mode):
            .push(filled(source), to: filled(target), mode: mode)
        case .fetch(let source): .fetch(filled(source))
        }
    }

    /// Puts the variables of a host into a text.
    private func filling(for host: PlannedHost) -> (String) -> String {
        let values = Dictionary(
            host.environment.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
        // All are checked when the playbook is read.
        return { text in
            VariableText(text)?.filled { values[EnvironmentOfVariables.prefix + $0] } ?? text
        }
    }

    private func filled(_ script: Script, for host: PlannedHost) -> Script {
        var script = script
        if holdsVariables {
            let filled = filling(for: host)
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
