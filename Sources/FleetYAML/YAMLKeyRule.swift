/// What a mapping makes of keys that come twice, and of merged mappings.
public enum YAMLKeyRule: Hashable, Sendable {
    /// A key that comes twice is a fault. What is written wins over what is merged, then the earlier of
    /// several merged mappings.
    case unique
    /// As PyYAML builds a mapping: what is merged stands first, in the place of the `<<`s; of equal keys the last
    /// one's value counts, in the first one's position.
    case lastWins
}
