/// Collects the pairs of one mapping, merge keys resolved.
struct YAMLMappingBuilder {
    private let rule: YAMLKeyRule
    private var pairs: [YAMLPair] = []
    private var places: [String: YAMLMark] = [:]
    private var merges: [YAMLNode] = []
    private var faults: [YAMLFault] = []

    init(_ rule: YAMLKeyRule) { self.rule = rule }

    /// Whether a mapping is merged into this one.
    var isMerged: Bool { !merges.isEmpty }

    mutating func add(_ key: YAMLNode, _ value: YAMLNode) {
        guard case .scalar(let scalar) = key.content, !scalar.text.isEmpty else {
            faults.append(
                YAMLFault(
                    .badKey, at: key.mark, "a key must be a text",
                    remedy: "put what holds special characters in quotes"))
            return
        }
        if rule == .unique, let first = places[scalar.text] {
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
    consuming func build() -> ([YAMLPair], [YAMLFault]) {
        switch rule {
        case .unique: mergeUnwritten()
        case .lastWins: mergeFirst()
        }
        return (pairs, faults)
    }

    /// - Source: <https://yaml.org/type/merge.html>.
    private mutating func mergeUnwritten() {
        for merge in merges {
            for pair in merged(merge).flatMap(\.self) where places[pair.key.text] == nil {
                places[pair.key.text] = pair.keyMark
                pairs.append(pair)
            }
        }
    }

    /// - Source: PyYAML, `SafeConstructor.flatten_mapping`: a list of mappings is merged from its end.
    private mutating func mergeFirst() {
        let all = merges.flatMap { merged($0).reversed().flatMap(\.self) } + pairs
        var positions: [String: Int] = [:]
        positions.reserveCapacity(all.count)
        pairs = []
        pairs.reserveCapacity(all.count)
        for pair in all {
            if let position = positions[pair.key.text] {
                pairs[position] = pair
            } else {
                positions[pair.key.text] = pairs.count
                pairs.append(pair)
            }
        }
    }

    /// The mappings behind one `<<`; what is none is a fault.
    private mutating func merged(_ merge: YAMLNode) -> [[YAMLPair]] {
        let sources: [YAMLNode] =
            if case .sequence(let items) = merge.content { items } else { [merge] }
        return sources.compactMap { source in
            if case .mapping(let pairs) = source.content { return pairs }
            faults.append(
                YAMLFault(
                    .badMerge, at: source.mark, "'<<' merges mappings only",
                    remedy: "name an anchor of a mapping"))
            return nil
        }
    }
}
