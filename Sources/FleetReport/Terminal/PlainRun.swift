/// Finds how far bytes are plain, eight at a time.
package enum PlainRun {
    /// The index of the first byte at or after `start` that is not plain: not 0x20...0x7e and not a
    /// tab; the buffer's count where all are plain.
    ///
    /// This decides the printer's speed: nearly all of what scripts print is plain.
    @inline(__always)
    package static func end(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        let raw = UnsafeRawBufferPointer(bytes)
        var index = start
        while true {
            while index + 8 <= bytes.count {
                let word = UInt64(
                    littleEndian: raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
                let marks = special(word)
                if marks != 0 {
                    index += marks.trailingZeroBitCount / 8
                    break
                }
                index += 8
            }
            while index < bytes.count, 0x20...0x7e ~= bytes[index] || bytes[index] == 0x09 {
                index += 1
                if index.isMultiple(of: 8) { break }
            }
            guard index < bytes.count, 0x20...0x7e ~= bytes[index] || bytes[index] == 0x09
            else { return index }
        }
    }

    /// The high bit of each byte that is a control byte, DEL or above ASCII.
    ///
    /// The lowest mark is exact; a borrow may set false ones above it.
    ///
    /// - Source: Sean Eron Anderson, "Bit Twiddling Hacks", `hasless` and `haszero`.
    @inline(__always)
    private static func special(_ word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        let deletes = word ^ (ones &* 0x7f)
        let isControl = (word &- ones &* 0x20) & ~word
        let isDelete = (deletes &- ones) & ~deletes
        return (word | isControl | isDelete) & highs
    }
}
