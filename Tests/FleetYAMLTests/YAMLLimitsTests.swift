import FleetYAML
import Testing

@Suite("A hostile document")
struct YAMLLimitsTests {
    private func faults(_ text: String, _ limits: YAMLLimits = YAMLLimits()) -> [YAMLFault] {
        YAMLDocument(parsing: Array(text.utf8), limits: limits).faults
    }

    @Test("of a billion laughs is refused as soon as its aliases stand for too much")
    func billionLaughs() {
        var text = "a0: &a0 [lol]\n"
        for level in 1...30 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        #expect(faults(text).map(\.code) == [.tooLarge])
    }

    @Test("that nests too deeply is refused", arguments: ["[", "{a: ", "- "])
    func depth(open: String) {
        #expect(faults(String(repeating: open, count: 65)).map(\.code) == [.tooLarge])
    }

    @Test("that nests too deeply through aliases is refused")
    func depthOfAliases() {
        var text = "- &a0 [x]\n"
        for level in 1...70 { text += "- &a\(level) [*a\(level - 1)]\n" }
        #expect(faults(text).map(\.code) == [.tooLarge])
    }

    @Test("that has too many values or bytes is refused, and at the limit it isn't")
    func counts() {
        var limits = YAMLLimits()
        limits.nodes = 4
        #expect(faults("[a, b, c]", limits).isEmpty)
        #expect(faults("[a, b, c, d]", limits).map(\.code) == [.tooLarge])
        limits.bytes = 3
        #expect(faults("[a]", limits).isEmpty)
        #expect(faults("[ab]", limits).map(\.code) == [.tooLarge])
    }
}
