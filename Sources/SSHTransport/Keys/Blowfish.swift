/// The Blowfish cipher with bcrypt's expensive ways of keying it.
///
/// - Source: B. Schneier, "Description of a New Variable-Length Key, 64-Bit Block Cipher" (1993);
///   N. Provos and D. Mazières, "A Future-Adaptable Password Scheme" (1999).
struct Blowfish {
    /// The 18 subkeys, and behind them the four tables of 256 words.
    private var words = PiDigits.fraction

    private static let subkeys = 18

    /// Mixes `key` in, with a data block that depends on `salt` where there is one.
    mutating func expand(key: [UInt8], salt: [UInt8]? = nil) {
        let key = Blowfish.words(of: key, count: Blowfish.subkeys)
        let salt = salt.map { Blowfish.words(of: $0, count: max(2, $0.count / 4)) } ?? [0, 0]
        words.withUnsafeMutableBufferPointer { buffer in
            guard let words = buffer.baseAddress else { return }
            for index in 0..<Blowfish.subkeys { words[index] ^= key[index] }
            var left: UInt32 = 0
            var right: UInt32 = 0
            var saltIndex = 0
            for index in stride(from: 0, to: buffer.count, by: 2) {
                left ^= salt[saltIndex]
                right ^= salt[saltIndex + 1]
                saltIndex = (saltIndex + 2) % salt.count
                Blowfish.encrypt(words, &left, &right)
                words[index] = left
                words[index + 1] = right
            }
        }
    }

    /// Encrypts one block.
    func encrypted(_ left: UInt32, _ right: UInt32) -> (UInt32, UInt32) {
        var left = left
        var right = right
        var words = words
        words.withUnsafeMutableBufferPointer { buffer in
            guard let words = buffer.baseAddress else { return }
            Blowfish.encrypt(words, &left, &right)
        }
        return (left, right)
    }

    /// Does the 16 rounds on one block.
    ///
    /// With plain pointers: this runs two million times for one passphrase.
    private static func encrypt(
        _ words: UnsafeMutablePointer<UInt32>, _ left: inout UInt32, _ right: inout UInt32
    ) {
        let tables = words + subkeys
        var a = left ^ words[0]
        var b = right
        var round = 1
        while round < 17 {
            b ^= mix(tables, a) ^ words[round]
            a ^= mix(tables, b) ^ words[round + 1]
            round += 2
        }
        left = b ^ words[17]
        right = a
    }

    @inline(__always)
    private static func mix(_ tables: UnsafeMutablePointer<UInt32>, _ x: UInt32) -> UInt32 {
        let sum = tables[Int(x >> 24)] &+ tables[256 + Int(x >> 16 & 0xff)]
        return (sum ^ tables[512 + Int(x >> 8 & 0xff)]) &+ tables[768 + Int(x & 0xff)]
    }

    /// `count` big-endian words of `bytes`, which are repeated as often as it takes.
    static func words(of bytes: [UInt8], count: Int) -> [UInt32] {
        (0..<count).map { index in
            (0..<4).reduce(0) { $0 << 8 | UInt32(bytes[(index * 4 + $1) % bytes.count]) }
        }
    }
}
