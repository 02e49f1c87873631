/// The algorithms that a server offers in its first packet, which isn't encrypted.
///
/// libssh2 says only that there is none in common; an operator needs to know which.
///
/// - Source: RFC 4253, sections 6 and 7.1.
struct KeyExchangeOffer {
    /// What was looked for, with what the server offers and what we do.
    struct Category {
        let name: String
        let theirs: [String]
        let ours: [String]

        var hasCommon: Bool { ours.contains(where: theirs.contains) }
    }

    private let lists: [[String]]

    /// Reads a packet, or gives `nil` where it is not all there, or none that offers algorithms.
    init?(packet: ArraySlice<UInt8>) {
        var reader = SSHReader(packet)
        guard
            let length = reader.uint32(), length < 40_000, let padding = reader.byte(),
            let payload = reader.bytes(Int(length) - Int(padding) - 1)
        else { return nil }
        var message = SSHReader(payload)
        // 20 is SSH_MSG_KEXINIT, followed by 16 random bytes.
        guard message.byte() == 20, message.bytes(16) != nil else { return nil }
        var lists: [[String]] = []
        for _ in 0..<6 {
            guard let names = message.string() else { return nil }
            lists.append(
                String(foreign: names, limit: 2_000).split(separator: ",").map(String.init))
        }
        self.lists = lists
    }

    /// The types of host keys that the server has, by the names under which they are negotiated.
    var hostKeys: [String] { lists[1] }

    /// The first kind of algorithm of which we have none that the server has.
    var disagreement: Category? {
        [
            Category(name: "key exchange", theirs: lists[0], ours: Algorithms.keyExchanges),
            Category(name: "host key", theirs: lists[1], ours: Algorithms.hostKeys),
            Category(name: "cipher", theirs: lists[2], ours: Algorithms.ciphers),
            Category(name: "cipher", theirs: lists[3], ours: Algorithms.ciphers),
            Category(name: "MAC", theirs: lists[4], ours: Algorithms.codes),
            Category(name: "MAC", theirs: lists[5], ours: Algorithms.codes),
        ].first { !$0.hasCommon }
    }
}
