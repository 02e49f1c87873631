import FleetDocuments
import Testing

@Suite("A playbook with random damage")
struct PlaybookDamageTests {
    private static let text = """
        - name: patch
          hosts: [web, "db:!db3"]
          serial: [1, 10%]
          max_fail_percentage: 20
          steps:
            - { name: check, command: test -e x, on_failure: ignore }
            - script: s.sh
              args: ["${role}", "$${x}", "日本"]
              env: { ROLE: "${role}", PASS: x }
              when: [{ step: check, is_not: [ok, skipped] }, { step: check, exit: [1, 2] }]
            - parallel:
                - { command: uptime, retries: 2, delay: 3s }
                - { command: uptime, reboot: { expected: 10m }, run_once: true }
        """

    private static let bits = [
        "[", "]", "{", "}", ": ", "- ", ",", "\n", " ", "*a", "'", "\"", "#", "\0", "\u{1b}", "é",
        "${", "}", "~", "9999999999999999999", "when", "step", "-1", "parallel:",
    ]

    @Test("is read or refused, and every mistake has a place inside the file", arguments: 0..<16)
    func survives(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for round in 0..<120 {
            var scalars = Array(Self.text.unicodeScalars)
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                Self.damage(&scalars, with: &random)
            }
            var text = String.UnicodeScalarView()
            text.append(contentsOf: scalars)
            check(String(text), "seed \(seed), round \(round)")
        }
    }

    private static func damage(
        _ text: inout [Unicode.Scalar], with random: inout SeededGenerator
    ) {
        let place = Int.random(in: 0...text.count, using: &random)
        let length = min(Int.random(in: 1...12, using: &random), text.count - place)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: text.removeSubrange(place..<(place + length))
        case 1: text.insert(contentsOf: text[place..<(place + length)], at: place)
        default:
            let bit = bits.randomElement(using: &random) ?? ""
            text.insert(contentsOf: bit.unicodeScalars, at: place)
        }
    }

    private func check(_ text: String, _ comment: Comment) {
        do throws(PlaybookError) {
            let book = try Playbook.parse(text)
            let names = book.plays.flatMap(\.steps).map(\.id)
            #expect(Set(names).count == names.count, comment)
        } catch {
            #expect(!error.diagnostics.isEmpty, comment)
            for diagnostic in error.diagnostics {
                #expect(!diagnostic.description.utf8.contains { $0 < 0x20 }, comment)
                #expect(!diagnostic.code.rawValue.hasPrefix("inventory."), comment)
                guard let position = diagnostic.place.position, let line = diagnostic.line else {
                    continue
                }
                #expect(1...(line.unicodeScalars.count + 1) ~= position.column, comment)
            }
        }
    }
}
