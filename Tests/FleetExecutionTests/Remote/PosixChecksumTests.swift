import Testing

@testable import FleetExecution

@Suite("The checksum of POSIX")
struct PosixChecksumTests {
    /// The values are what `cksum` prints.
    @Test(
        "is what cksum prints",
        arguments: [("", 4_294_967_295), ("123456789", 930_766_865), ("a", 1_220_704_766)]
            as [(String, UInt32)])
    func agrees(text: String, value: UInt32) {
        #expect(PosixChecksum.of(Array(text.utf8)) == value)
    }
}
