/// A kind of mapping in a document: which keys it may have is in its ``DocumentKeys``.
struct DocumentLevel: OptionSet, Hashable, Sendable {
    let rawValue: Int

    /// The document itself.
    static let top = DocumentLevel(rawValue: 1 << 0)
    /// `defaults`.
    static let fleet = DocumentLevel(rawValue: 1 << 1)
    /// One entry of `groups`.
    static let group = DocumentLevel(rawValue: 1 << 2)
    /// One entry of `hosts`.
    static let host = DocumentLevel(rawValue: 1 << 3)
    /// One entry of `scripts`.
    static let script = DocumentLevel(rawValue: 1 << 4)
    /// One entry of `keys`.
    static let key = DocumentLevel(rawValue: 1 << 5)
    /// A `passphrase` or `become_password`.
    static let passphrase = DocumentLevel(rawValue: 1 << 6)

    /// One play of a playbook.
    static let play = DocumentLevel(rawValue: 1 << 7)
    /// One entry of `steps`.
    static let step = DocumentLevel(rawValue: 1 << 8)
    /// A `when`.
    static let condition = DocumentLevel(rawValue: 1 << 9)
    /// A `push`.
    static let push = DocumentLevel(rawValue: 1 << 10)
    /// A `fetch`.
    static let fetch = DocumentLevel(rawValue: 1 << 11)

    /// Wherever something is said about hosts.
    static let hosts: DocumentLevel = [.fleet, .group, .host]
    /// Wherever something is said about jobs.
    static let jobs: DocumentLevel = [.fleet, .group, .host, .script]

    /// What a key stands in, for messages.
    var name: String {
        let names: [(DocumentLevel, String)] = [
            (.top, "the inventory"), (.fleet, "'defaults'"), (.group, "a group"),
            (.host, "a host"), (.script, "a script"), (.key, "a key"),
            (.passphrase, "the source of a secret"), (.play, "a play"), (.step, "a step"),
            (.condition, "'when'"), (.push, "'push'"), (.fetch, "'fetch'"),
        ]
        return names.filter { contains($0.0) }.map(\.1).joined(separator: " or ")
    }
}
