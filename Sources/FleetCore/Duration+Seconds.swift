extension Duration {
    /// The whole duration in seconds, to the millisecond, as JSON and the summary give it.
    public var seconds: Double {
        let (whole, attoseconds) = components
        let milliseconds = whole * 1_000 + attoseconds / 1_000_000_000_000_000
        return Double(milliseconds) / 1_000
    }
}
