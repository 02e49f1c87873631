/// The value of a variable, typed as YAML 1.1 types it.
public indirect enum VariableValue: Hashable, Sendable {
    /// Nothing, or one of the words for it.
    case null
    /// `true`, `yes`, `on` and their opposites, unquoted.
    case boolean(Bool)
    /// A whole number that fits.
    case integer(Int)
    /// Any other number.
    case number(Double)
    /// Everything else.
    case text(String)
    /// A text that Ansible must not take for a template: `!unsafe`.
    case unsafe(String)
    /// What ansible-vault has encrypted, as it stands; only Ansible can open it.
    case vault(String)
    /// A list.
    case list([VariableValue])
    /// A mapping.
    case mapping([String: VariableValue])
}
