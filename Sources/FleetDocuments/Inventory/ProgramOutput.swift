internal import FleetYAML

/// What an inventory program printed.
public struct ProgramOutput: Hashable, Sendable {
    /// With `--list`.
    public let list: [UInt8]
    /// With `--host NAME`, by the name; needed only for ``hostsToAsk``.
    public var hosts: [String: [UInt8]] = [:]

    /// Keeps what it printed with `--list`.
    public init(list: [UInt8]) { self.list = list }

    /// The hosts whose variables `--list` doesn't give: all, in their order, where it has no `_meta`.
    ///
    /// - Source: Ansible's "Developing dynamic inventory": what gives `_meta` isn't asked for each host.
    public var hostsToAsk: [String] {
        guard case .mapping(let pairs)? = root?.content, AnsibleProgramShape.isShape(of: pairs),
            !pairs.contains(where: { $0.key.text == "_meta" })
        else { return [] }
        var seen: Set<String> = []
        return pairs.flatMap { AnsibleProgramShape.hosts(of: $0) }.filter {
            seen.insert($0).inserted
        }
    }

    /// The tree of what `--list` gave.
    var root: YAMLNode? { AnsibleDocument.read(list).root }
}
