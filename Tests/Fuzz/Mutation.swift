/// Makes inputs by damaging samples that are good.
struct Mutation {
    /// Short texts, each with one thing that the parser reads.
    let samples: [[UInt8]]
    /// Texts as they are in life: one input in a hundred is made from one of them.
    let wholes: [[UInt8]]
    /// What means something to the parser: keywords, separators, lengths.
    let words: [[UInt8]]

    /// Most inputs are short: a parser's mistakes are at borders, of which many short texts have more.
    private static let longest = 4_096
    private static let oneWholeIn = 100
    /// One in so many is long and repeats itself: what takes the square of its length shows.
    private static let oneLongIn = 2_000
    private static let longRepetition = 65_536

    /// The numbers at which lengths and counts go wrong.
    private static let numbers: [UInt32] = [
        0, 1, 4, 5, 0x7f, 0xff, 0x7fff, 0xffff, 262_144, 262_145, 0x7fff_ffff, 0x8000_0000,
        0xffff_fffe, 0xffff_ffff,
    ]

    func input(_ random: inout SplitMix) -> [UInt8] {
        let isWhole = !wholes.isEmpty && random.below(Mutation.oneWholeIn) == 0
        var bytes = pick(isWhole ? wholes : samples, &random)
        // Few damages more often than many: what is damaged much is refused at its beginning. And half of the
        // inputs stay well formed, for most of a reader is behind its grammar.
        let isGentle = random.below(2) == 0
        let most = isGentle ? 2 : 6
        for _ in 0..<(1 + random.below(1 + random.below(most))) {
            if isGentle { exchangeWord(&bytes, &random) } else { damage(&bytes, &random) }
        }
        if random.below(Mutation.oneLongIn) == 0 { return long(bytes, &random) }
        return Array(bytes.prefix(Mutation.longest))
    }

    private func damage(_ bytes: inout [UInt8], _ random: inout SplitMix) {
        let place = random.below(bytes.count + 1)
        let length = min(1 + random.below(16), bytes.count - place)
        let range = place..<(place + length)
        switch random.below(11) {
        case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8(random.below(8))
        case 1 where place < bytes.count: bytes[place] = UInt8(random.below(256))
        case 2: bytes.removeSubrange(range)
        case 3: bytes.insert(contentsOf: bytes[range], at: place)
        case 4: bytes.removeSubrange(place...)
        case 5: splice(&bytes, at: place, &random)
        case 6: repeatWord(&bytes, at: place, &random)
        case 7: writeNumber(&bytes, at: place, &random)
        case 8: exchangeWord(&bytes, &random)
        default: bytes.insert(contentsOf: pick(words, &random), at: place)
        }
    }

    /// Goes on with the end of another sample.
    private func splice(_ bytes: inout [UInt8], at place: Int, _ random: inout SplitMix) {
        let other = pick(samples, &random)
        bytes.replaceSubrange(place..., with: other[random.below(other.count + 1)...])
    }

    /// Puts a word of another sample in place of one: what is well formed stays so, and says something else.
    private func exchangeWord(_ bytes: inout [UInt8], _ random: inout SplitMix) {
        let place = random.below(bytes.count + 1)
        let other = pick(samples, &random)
        let word = Mutation.word(in: other, around: random.below(other.count + 1))
        bytes.replaceSubrange(Mutation.word(in: bytes, around: place), with: other[word])
    }

    /// Where letters and digits stand together, there or next after it.
    private static func word(in bytes: [UInt8], around place: Int) -> Range<Int> {
        let place = bytes[place...].firstIndex { isOfWord($0) } ?? bytes.count
        let start = bytes[..<place].lastIndex { !isOfWord($0) }.map { $0 + 1 } ?? 0
        let end = bytes[place...].firstIndex { !isOfWord($0) } ?? bytes.count
        return start..<end
    }

    private static func isOfWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: byte >= 0x80
        }
    }

    private func repeatWord(_ bytes: inout [UInt8], at place: Int, _ random: inout SplitMix) {
        let word = pick(words, &random)
        let most = random.below(16) == 0 ? 100 : 4
        let repeated = repeatElement(word, count: 1 + random.below(most)).joined()
        bytes.insert(contentsOf: repeated, at: place)
    }

    private func writeNumber(_ bytes: inout [UInt8], at place: Int, _ random: inout SplitMix) {
        let number = Mutation.numbers[random.below(Mutation.numbers.count)]
        let encoded = withUnsafeBytes(of: number.bigEndian, Array.init)
        bytes.replaceSubrange(place..<min(place + 4, bytes.count), with: encoded)
    }

    private func long(_ bytes: [UInt8], _ random: inout SplitMix) -> [UInt8] {
        let start = random.below(bytes.count + 1)
        let piece = bytes[start...].prefix(1 + random.below(40))
        guard !piece.isEmpty else { return bytes }
        let times = Mutation.longRepetition / piece.count
        return Array(bytes[..<start]) + repeatElement(piece, count: times).joined()
            + bytes[start...]
    }

    private func pick(_ choices: [[UInt8]], _ random: inout SplitMix) -> [UInt8] {
        choices.isEmpty ? [] : choices[random.below(choices.count)]
    }
}
