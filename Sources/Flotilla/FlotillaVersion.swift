/// The version of the library and the program.
public enum FlotillaVersion {
    /// Semantic version; a run's folder says which one began it.
    public static let current = "0.1.0"
}
