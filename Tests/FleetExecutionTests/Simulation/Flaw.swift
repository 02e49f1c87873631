/// A mistake that is put in on purpose, to see that the simulation finds it.
enum Flaw: CaseIterable {
    /// The host starts a script whatever it knows of earlier starts.
    case startsTwice
    /// The host starts a script although it may have done so under another boot.
    case launchesUnderAnyBoot
    /// A follower sends the last byte again that the client has.
    case repeatsByte
    /// A follower leaves a byte out that the client doesn't have.
    case skipsByte
    /// A runner that is gone is told as a script that ended well.
    case callsUnknownEndOK
    /// The host says that it ended a script, and lets it run.
    case endsNothing
    /// The next controller doesn't know that a script was to be ended.
    case forgetsWish
    /// Timers don't fire.
    case losesTimers
}
