/// One YAML document, read whole.
public struct YAMLDocument: Sendable {
    /// The document's value; `nil` where the text can't be read, or holds none.
    public let root: YAMLNode?
    /// All that is wrong with it, in the order of the text; a text that isn't YAML ends at its first fault.
    public let faults: [YAMLFault]
    /// Whether some mapping is merged into another (`<<`).
    public let hasMerges: Bool

    /// Parses `bytes`: UTF-8, or UTF-16 with a byte order mark.
    ///
    /// Merge keys (`<<`) are resolved: what is written beside them wins. With a duplicate key that is a fault the
    /// first one stays in the tree.
    public init(
        parsing bytes: [UInt8], keys: YAMLKeyRule = .unique, limits: YAMLLimits = YAMLLimits()
    ) {
        let start = YAMLMark(line: 1, column: 1)
        guard bytes.count <= limits.bytes else {
            root = nil
            hasMerges = false
            faults = [
                YAMLFault(
                    .tooLarge, at: start,
                    "\(bytes.count) bytes are more than the \(limits.bytes) that may be read",
                    remedy: "split the file")
            ]
            return
        }
        var faults: [YAMLFault] = []
        var hasMerges = false
        self.root = bytes.withUnsafeBufferPointer { text in
            do throws(YAMLFault) {
                var composer = YAMLComposer(
                    events: try YAMLEventStream(text, bytes: bytes), limits: limits, keys: keys)
                let root = try composer.document()
                faults = composer.takeFaults()
                hasMerges = composer.hasMerges
                return root
            } catch {
                faults.append(error)
                return nil
            }
        }
        self.faults = faults
        self.hasMerges = hasMerges
    }
}
