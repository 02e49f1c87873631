import FleetYAML
import Testing

@Suite("A YAML document")
struct YAMLDocumentTests {
    @Test("keeps order, quoting, and where each value stands")
    func keepsPlaces() throws {
        let document = YAMLDocument(parsing: Array("b: 'yes'\na:\n  - x\n  - yes\n".utf8))
        #expect(document.faults.isEmpty)
        guard case .mapping(let pairs)? = document.root?.content else {
            Issue.record("not a mapping")
            return
        }
        #expect(pairs.map(\.key.text) == ["b", "a"])
        #expect(pairs[0].value.content == .scalar(YAMLScalar("yes", style: .singleQuoted)))
        #expect(pairs[1].keyMark == YAMLMark(line: 2, column: 1))
        guard case .sequence(let items) = pairs[1].value.content else {
            Issue.record("not a list")
            return
        }
        #expect(items[1].content == .scalar(YAMLScalar("yes")))
        #expect(items[1].mark == YAMLMark(line: 4, column: 5))
    }
}
