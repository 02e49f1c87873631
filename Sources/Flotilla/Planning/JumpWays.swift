import FleetCore
import FleetDocuments

/// How hosts are got to through others, from what each of them says about itself.
struct JumpWays {
    /// Every host that somebody jumps through, by the word that names it, settled.
    private let hosts: [String: InventoryHost]

    init(_ hosts: [String: InventoryHost]) { self.hosts = hosts }

    /// Why there is no way.
    struct Failure: Error {
        let words: String
    }

    /// The hosts on the way to `host`, the first to be connected to in front.
    ///
    /// As with ssh, the first of several is got to by its own jumps; those behind it by the one before. A host that
    /// is named among its own jumps, most often because its group's hold for it as well, is got to by those before
    /// it.
    ///
    /// - Throws: What makes it a circle, or which word is no host.
    func way(to host: InventoryHost) throws(Failure) -> [InventoryHost] {
        try way(to: host, after: [])
    }

    private func way(
        to host: InventoryHost, after names: [String]
    ) throws(Failure) -> [InventoryHost] {
        let names = names + [host.id.name]
        var hops: [InventoryHost] = []
        for word in host.settings.jumpWords {
            guard let hop = hosts[word] else {
                throw Failure(
                    words:
                        "'\(word)' is no jump host: write the name of a host of the inventory, or "
                        + "[user@]address[:port]")
            }
            if hop.id == host.id || hop.machine == host.machine { break }
            hops.append(hop)
        }
        guard let first = hops.first else { return [] }
        if names.contains(first.id.name) {
            let circle = (names + [first.id.name]).joined(separator: " through ")
            throw Failure(words: "its jumps go round in a circle (\(circle)); take one of them out")
        }
        return try way(to: first, after: names) + hops
    }
}
