import FleetDocuments
import Testing

@Suite("A random pattern")
struct RandomPatternTests {
    private static let bits = [
        "web", "db", "w", "1", "*", "?", "[", "]", "[0]", "[1:2]", "[!", ":", ",", "!", "&", "~",
        "(", ")", "|",
        "{", "}", "{2}", "+", ".", "\\", "\\d", "^", "$", "-", "@", " ", "é", "(?P<a>", "(?", "[^",
        "\0", "::1",
        "(?i)", "\\1", "[[:alpha:]]", "\\p{L}", "#", "&&", "--", "(?#", "\\Q", "\\x{", "(*",
    ]

    @Test("chooses hosts that there are, or says why not", arguments: 0..<8)
    func survives(seed: UInt64) throws {
        let inventory = try Inventory.parse(
            "groups: { web: { hosts: ['web[1:3]'] }, db: { hosts: [db1, web1] } }\nhosts: ['::1']")
        var random = SeededGenerator(seed: seed)
        for round in 0..<300 {
            var pattern = Bool.random(using: &random) ? "~" : ""
            for _ in 0..<Int.random(in: 1...7, using: &random) {
                pattern += RandomPatternTests.bits.randomElement(using: &random) ?? ""
            }
            do throws(PatternError) {
                let hosts = try HostPattern(pattern).hosts(in: inventory)
                #expect(1...5 ~= hosts.count, "seed \(seed), round \(round): \(pattern)")
                #expect(Set(hosts.map(\.id)).count == hosts.count, "\(pattern)")
            } catch {
                #expect(!error.description.utf8.contains { $0 < 0x20 }, "\(pattern)")
            }
        }
    }
}
