import FleetYAML
import Testing

@Suite("A JSON document")
struct JSONDocumentTests {
    private func root(_ text: String) -> YAMLNode? { JSONDocument(parsing: Array(text.utf8))?.root }

    private func value(_ written: String) -> YAMLNode? {
        guard case .mapping(let pairs)? = root("{\"k\": \(written)}")?.content else { return nil }
        return pairs.first?.value
    }

    @Test("is a tree of YAML's nodes, with places")
    func places() throws {
        let root = try #require(self.root("{\n  \"ä\": [1, {\"b\": null}],\r\n\t\"c\":true }\n"))
        guard case .mapping(let pairs) = root.content else {
            Issue.record("not a mapping")
            return
        }
        #expect(
            pairs.map(\.key) == [
                YAMLScalar("ä", style: .doubleQuoted), YAMLScalar("c", style: .doubleQuoted),
            ])
        #expect(pairs[0].value.mark == YAMLMark(line: 2, column: 8))
        #expect(pairs[1].keyMark == YAMLMark(line: 3, column: 2))
        #expect(pairs[1].value.content == .scalar(YAMLScalar("true")))
    }

    @Test(
        "has strings with all of JSON's escapes",
        arguments: [
            (#""\ud83d\ude00""#, "😀"), (#""\u00e9\/\"\\""#, "é/\"\\"),
            (#""\b\f\n\r\t""#, "\u{8}\u{c}\n\r\t"),
            ("\"日本\"", "日本"), ("\"\"", ""),
        ])
    func strings(written: String, text: String) {
        #expect(value(written)?.content == .scalar(YAMLScalar(text, style: .doubleQuoted)))
    }

    @Test(
        "has numbers with the tag of their kind",
        arguments: [
            ("1e3", "1e3", "float"), ("-0.5E-7", "-0.5E-7", "float"), ("-12", "-12", "int"),
            ("0", "0", "int"), ("NaN", ".nan", "float"), ("-Infinity", "-.inf", "float"),
        ])
    func numbers(written: String, text: String, kind: String) {
        let node = value(written)
        #expect(node?.content == .scalar(YAMLScalar(text)))
        #expect(node?.tag == "tag:yaml.org,2002:\(kind)")
    }

    @Test("of equal keys keeps the last value in the first one's position")
    func lastWins() throws {
        guard case .mapping(let pairs)? = root(#"{"a": 1, "b": 2, "a": 3}"#)?.content else {
            Issue.record("not a mapping")
            return
        }
        #expect(pairs.map(\.key.text) == ["a", "b"])
        #expect(pairs[0].value.content == .scalar(YAMLScalar("3")))
    }

    @Test(
        "is nothing else than JSON",
        arguments: [
            "", "a: 1", "{a: 1}", "{'a': 1}", #"{"a": 01}"#, #"{"a": +1}"#, #"{"a": 1.}"#,
            #"{"a": .5}"#,
            #"{"a": 1,}"#, "[1,]", #"{"a" 1}"#, "[1", "[1] 2", "[\"\u{1}\"]", #"["\x"]"#,
            #"["\ud800"]"#,
            #"["\ud800\u0041"]"#, "[nul]", "[1e]", "[-]", "[\"a", "# c\n[1]",
        ])
    func refuses(text: String) { #expect(root(text) == nil) }

    @Test("has no more depth than YAML may have")
    func depth() {
        let most = YAMLLimits().depth
        #expect(
            root(String(repeating: "[", count: most) + String(repeating: "]", count: most)) != nil)
        #expect(root(String(repeating: "[", count: 100_000)) == nil)
    }
}
