extension Farm {
    /// The lines of an inventory that get into `hosts`, by names of the test's choice.
    func inventory(_ hosts: [(name: String, host: Host)], more: String = "") -> String {
        let lines = hosts.map {
            "  \($0.name): { address: \($0.host.address), port: \($0.host.port) }\n"
        }
        return """
            keys: { farm: { file: \(key) } }
            defaults: { user: root, key: farm, known_hosts: \(knownHosts), host_keys: strict }
            hosts:
            \(lines.joined())\(more)
            """
    }
}

extension Operator {
    /// An operator with hosts of the farm, whose inventory is found without being named.
    static func withHosts(
        _ names: String..., more: String = "", environment: [String: String] = [:]
    ) async throws -> (Operator, [Farm.Host]) {
        let farm = try await Farm.shared
        let hosts = try farm.hosts(names.count)
        let someone = try Operator(environment: environment)
        try someone.folder.write(
            farm.inventory(Array(zip(names, hosts)).map { (name: $0, host: $1) }, more: more),
            to: "flotilla.yaml")
        return (someone, hosts)
    }
}
