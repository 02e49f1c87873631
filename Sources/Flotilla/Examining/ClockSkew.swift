/// How far a host's clock is from ours, as far as a conversation tells.
struct ClockSkew: Hashable {
    /// At least this far, zero where they may agree.
    let least: Duration
    /// Whether the host's is ahead.
    let isAhead: Bool

    /// Compares `clock`, whole seconds that the host read at some moment between `asked` and `answered`.
    ///
    /// All are seconds since 1970.
    init(clock: Int64, asked: Double, answered: Double) {
        let earliest = Double(clock)
        // A clock that says 5 may be at 5.999.
        let latest = earliest + 1
        if earliest > answered {
            (least, isAhead) = (.seconds(earliest - answered), true)
        } else if latest < asked {
            (least, isAhead) = (.seconds(asked - latest), false)
        } else {
            (least, isAhead) = (.zero, false)
        }
    }
}
