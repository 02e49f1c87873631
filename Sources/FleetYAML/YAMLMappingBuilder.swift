/// Collects the pairs of one mapping: no key twice, merge keys resolved.
struct YAMLMappingBuilder {
    private var pairs: [YAMLPair] = []
    private var places: [String: YAMLMark] = [:]
    private var merges: [YAMLNode] = []
    private var faults: [YAMLFault] = []

    mutating func add(_ key: YAMLNode, _ value: YAMLNode) {
        guard case .scalar(let scalar) = key.content, !scalar.text.isEmpty else {
            faults.append(
                YAMLFault(
                    .badKey, at: key.mark, "a key must be a text",
                    remedy: "put what holds special characters in quotes"))
            return
        }
        if let first = places[scalar.text] {
            faults.append(
                YAMLFault(
                    .duplicateKey, at: key.mark, "key '\(scalar.text)' comes a second time",
                    remedy: "it stands on line \(first.line) already; keep one of them"))
            return
        }
        places[scalar.text] = key.mark
        if scalar.text == "<<", scalar.isPlain {
            merges.append(value)
        } else {
            pairs.append(YAMLPair(key: scalar, keyMark: key.mark, value: value))
        }
    }

    /// The pairs, and what was wrong with them.
    ///
    /// - Source: <https://yaml.org/type/merge.html>: what is written in the mapping itself wins, then
    ///   the earlier of several merged mappings.
    consuming func build() -> ([YAMLPair], [YAMLFault]) {
        for merge in merges {
            let sources: [YAMLNode] =
                if case .sequence(let items) = merge.content { items } else { [merge] }
            for source in sources {
                guard case .mapping(let merged) = source.content else {
                    faults.append(
                        YAMLFault(
                            .badMerge, at: source.mark, "'<<' merges mappings only",
                            remedy: "name an anchor of a mapping"))
                    continue
                }
                for pair in merged where places[pair.key.text] == nil {
                    places[pair.key.text] = pair.keyMark
                    pairs.append(pair)
                }
            }
        }
        return (pairs, faults)
    }
}
