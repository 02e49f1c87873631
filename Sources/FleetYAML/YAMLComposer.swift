/// Builds the tree from libyaml's events, within limits.
struct YAMLComposer: ~Copyable {
    /// How many values one is made of and how deep it goes, every alias followed.
    private typealias Size = (weight: Int, height: Int)
    private typealias Weighed = (node: YAMLNode, weight: Int, height: Int)

    private var events: YAMLEventStream
    private let limits: YAMLLimits
    private let keys: YAMLKeyRule
    private var anchors: [String: Weighed] = [:]
    private var nodes = 0
    private var faults: [YAMLFault] = []
    /// Whether some mapping is merged into another.
    private(set) var hasMerges = false

    init(events: consuming YAMLEventStream, limits: YAMLLimits, keys: YAMLKeyRule) {
        self.events = events
        self.limits = limits
        self.keys = keys
    }

    /// Reads the only document.
    ///
    /// - Throws: What ends the reading. Faults that let it go on are in ``takeFaults()``.
    mutating func document() throws(YAMLFault) -> YAMLNode? {
        var root: YAMLNode?
        while true {
            let event = try events.next()
            switch event {
            case .streamStart, .documentEnd: continue
            case .streamEnd: return root
            case .documentStart:
                guard root == nil else {
                    throw YAMLFault(
                        .secondDocument, at: events.mark, "a second document begins here",
                        remedy: "keep one document in a file")
                }
                let first = try events.next()
                root = try node(first, depth: 0).node
            case .alias, .scalar, .sequenceStart, .sequenceEnd, .mappingStart, .mappingEnd:
                // libyaml opens a document before any value.
                preconditionFailure("a value outside of a document")
            }
        }
    }

    /// The faults that let the reading go on, in the order of the text.
    func takeFaults() -> [YAMLFault] { faults.sorted { $0.mark < $1.mark } }

    private mutating func node(_ event: YAMLEvent, depth: Int) throws(YAMLFault) -> Weighed {
        let mark = events.mark
        switch event {
        case .alias(let name): return try alias(name, at: mark, depth: depth)
        case .scalar(let scalar, let properties):
            return try keep(.scalar(scalar), properties, at: mark, (weight: 1, height: 0))
        case .sequenceStart(let properties):
            try allow(depth: depth + 1, at: mark)
            let (items, size) = try sequence(depth: depth)
            return try keep(.sequence(items), properties, at: mark, size)
        case .mappingStart(let properties):
            try allow(depth: depth + 1, at: mark)
            let (pairs, size) = try mapping(depth: depth)
            return try keep(.mapping(pairs), properties, at: mark, size)
        case .streamStart, .streamEnd, .documentStart, .documentEnd, .sequenceEnd, .mappingEnd:
            preconditionFailure("libyaml's events are not nested")
        }
    }

    private mutating func sequence(depth: Int) throws(YAMLFault) -> ([YAMLNode], Size) {
        var items: [YAMLNode] = []
        var size: Size = (weight: 1, height: 1)
        while true {
            let event = try events.next()
            if case .sequenceEnd = event { return (items, size) }
            let item = try node(event, depth: depth + 1)
            items.append(item.node)
            size = (size.weight + item.weight, max(size.height, item.height + 1))
        }
    }

    private mutating func mapping(depth: Int) throws(YAMLFault) -> ([YAMLPair], Size) {
        var builder = YAMLMappingBuilder(keys)
        var size: Size = (weight: 1, height: 1)
        while true {
            let event = try events.next()
            if case .mappingEnd = event { break }
            let key = try node(event, depth: depth + 1)
            let valueEvent = try events.next()
            let value = try node(valueEvent, depth: depth + 1)
            size.weight += key.weight + value.weight
            size.height = max(size.height, key.height + 1, value.height + 1)
            builder.add(key.node, value.node)
        }
        if builder.isMerged { hasMerges = true }
        let (pairs, mistakes) = builder.build()
        faults += mistakes
        return (pairs, size)
    }

    private func alias(_ name: String, at mark: YAMLMark, depth: Int) throws(YAMLFault) -> Weighed {
        guard let (node, weight, height) = anchors[name] else {
            throw YAMLFault(
                .unknownAlias, at: mark, "no anchor '&\(name)' stands before this alias",
                remedy: "put a text that begins with '*' in quotes, or define the anchor first")
        }
        // Aliases in aliases build a tree deeper than the text, and whoever walks it recurses.
        try allow(depth: depth + height, at: mark)
        return (YAMLNode(node.content, tag: node.tag, mark: mark), weight, height)
    }

    private mutating func keep(
        _ content: YAMLNode.Content, _ properties: YAMLProperties, at mark: YAMLMark, _ size: Size
    ) throws(YAMLFault) -> Weighed {
        // The weight is what bounds a billion laughs: each level is refused as soon as it is complete.
        nodes += 1
        guard size.weight <= limits.nodes, nodes <= limits.nodes else {
            throw YAMLFault(
                .tooLarge, at: mark, "more than \(limits.nodes) values, aliases followed",
                remedy: "split the file, or use fewer aliases of aliases")
        }
        let node = YAMLNode(content, tag: properties.tag, mark: mark)
        if let anchor = properties.anchor { anchors[anchor] = (node, size.weight, size.height) }
        return (node, size.weight, size.height)
    }

    private func allow(depth: Int, at mark: YAMLMark) throws(YAMLFault) {
        guard depth <= limits.depth else {
            throw YAMLFault(
                .tooLarge, at: mark, "lists and mappings nested more than \(limits.depth) deep",
                remedy: "make it flatter")
        }
    }
}
