internal import FleetYAML

/// The text of an Ansible inventory or of a file of variables.
enum AnsibleDocument {
    /// Parses as Ansible's loader does: JSON where it is JSON, else YAML in which the last of equal keys wins.
    ///
    /// - Parameter document: The same text parsed by our own rules; it serves where the rules make no difference.
    static func read(
        _ content: [UInt8], parsed document: YAMLDocument? = nil
    ) -> (root: YAMLNode?, faults: [YAMLFault]) {
        if let json = JSONDocument(parsing: content) { return (json.root, []) }
        if let document, document.faults.isEmpty, !document.hasMerges {
            return (document.root, [])
        }
        let document = YAMLDocument(parsing: content, keys: .lastWins)
        return (document.root, document.faults)
    }
}
