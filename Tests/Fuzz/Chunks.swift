/// Cuts an input as a network might.
enum Chunks {
    static func of(_ bytes: [UInt8], _ random: inout SplitMix) -> [[UInt8]] {
        var chunks: [[UInt8]] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = rest.prefix(1 + random.below(random.below(4) == 0 ? 512 : 12))
            chunks.append(Array(piece))
            rest = rest.dropFirst(piece.count)
        }
        return chunks
    }
}
