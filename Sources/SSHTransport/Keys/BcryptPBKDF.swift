import Crypto

/// The slow way from a passphrase to a key that OpenSSH's private keys use.
///
/// - Source: bcrypt_pbkdf(3) of OpenBSD.
enum BcryptPBKDF {
    /// Derives `count` bytes; `nil` where the passphrase or the salt is empty, or `rounds` is 0.
    ///
    /// Takes some 10 ms of CPU for each round: never on an event loop.
    static func derive(
        passphrase: [UInt8], salt: [UInt8], rounds: UInt32, count: Int
    ) -> [UInt8]? {
        guard !passphrase.isEmpty, !salt.isEmpty, rounds > 0, 1...1_024 ~= count else { return nil }
        let hashedPassphrase = Array(SHA512.hash(data: passphrase))
        let blocks = (count + 31) / 32
        let perBlock = (count + blocks - 1) / blocks
        var key = [UInt8](repeating: 0, count: count)
        for block in 1...blocks {
            var input = salt
            withUnsafeBytes(of: UInt32(block).bigEndian) { input.append(contentsOf: $0) }
            var hash = bcryptHash(hashedPassphrase, Array(SHA512.hash(data: input)))
            var output = hash
            for _ in 1..<rounds {
                hash = bcryptHash(hashedPassphrase, Array(SHA512.hash(data: hash)))
                for index in output.indices { output[index] ^= hash[index] }
            }
            // The bytes of one block are spread over the whole key.
            for index in 0..<perBlock {
                let place = index * blocks + (block - 1)
                guard place < count else { break }
                key[place] = output[index]
            }
        }
        return key
    }

    /// bcrypt with a fixed cost of 64 and a text of its own.
    private static func bcryptHash(_ passphrase: [UInt8], _ salt: [UInt8]) -> [UInt8] {
        var cipher = Blowfish()
        cipher.expand(key: passphrase, salt: salt)
        for _ in 0..<64 {
            cipher.expand(key: salt)
            cipher.expand(key: passphrase)
        }
        var words = Blowfish.words(of: Array("OxychromaticBlowfishSwatDynamite".utf8), count: 8)
        for _ in 0..<64 {
            for pair in stride(from: 0, to: words.count, by: 2) {
                (words[pair], words[pair + 1]) = cipher.encrypted(words[pair], words[pair + 1])
            }
        }
        // Here, unlike everywhere else in bcrypt, the least significant byte comes first.
        return words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) } }
    }
}
