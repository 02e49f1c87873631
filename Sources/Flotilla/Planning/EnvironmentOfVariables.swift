import FleetCore
import FleetDocuments

/// The inventory's variables as a script finds them: `FLOTILLA_VAR_role=front`.
struct EnvironmentOfVariables {
    /// What stands before a variable's name there.
    static let prefix = "FLOTILLA_VAR_"

    private let extra: [EnvironmentVariable]
    private let names: Set<String>

    /// Takes the variables of `-e`, which win over the inventory's.
    ///
    /// - Throws: ``PlanError`` with `.badValue` for a name that no shell takes.
    init(_ variables: [String: String]) throws(PlanError) {
        var extra: [EnvironmentVariable] = []
        for (name, value) in variables.sorted(by: { $0.key < $1.key }) {
            guard
                let variable = EnvironmentVariable(
                    name: EnvironmentOfVariables.prefix + name, value: value)
            else {
                throw PlanError(
                    .badValue,
                    "variable '\(name)': a name has letters, digits and '_' only, and a value no NUL"
                )
            }
            extra.append(variable)
        }
        self.extra = extra
        self.names = Set(variables.keys)
    }

    /// These variables, and those of a host's that they leave; lists, mappings and what is encrypted can't be
    /// passed on, and the passwords that Ansible's inventories hold are none of a script's business.
    func variables(over own: Variables) -> [EnvironmentVariable] {
        let kept = own.all.sorted { $0.key < $1.key }.compactMap { name, variable in
            names.contains(name) || name.hasPrefix("ansible_") && name.contains("_pass")
                ? nil
                : variable.value.text.flatMap {
                    EnvironmentVariable(name: EnvironmentOfVariables.prefix + name, value: $0)
                }
        }
        return kept + extra
    }
}

extension VariableValue {
    /// A single value as text; `nil` for a list, a mapping and what is encrypted.
    fileprivate var text: String? {
        switch self {
        case .null: ""
        case .boolean(let value): value ? "true" : "false"
        case .integer(let value): String(value)
        case .number(let value): String(value)
        case .text(let value), .unsafe(let value): value
        case .vault, .list, .mapping: nil
        }
    }
}
