/// What came of one input.
enum Verdict: Equatable {
    /// The reader took it, and what came of it is as it should be.
    case accepted
    /// The reader refused it, as it should what is damaged.
    case refused
    /// A promise is broken.
    case wrong(String)

    /// This one, unless there is a complaint.
    func unless(_ complaint: String?) -> Verdict { complaint.map { .wrong($0) } ?? self }
}
