import FleetYAML
import Testing

@Suite("A YAML document")
struct YAMLDocumentTests {
    private func pairs(_ bytes: [UInt8]) throws -> [YAMLPair] {
        let document = YAMLDocument(parsing: bytes)
        #expect(document.faults.isEmpty)
        let root = try #require(document.root)
        guard case .mapping(let pairs) = root.content else {
            Issue.record("not a mapping")
            return []
        }
        return pairs
    }

    private func texts(_ pairs: [YAMLPair]) -> [String: String] {
        var texts: [String: String] = [:]
        for pair in pairs {
            if case .scalar(let scalar) = pair.value.content { texts[pair.key.text] = scalar.text }
        }
        return texts
    }

    @Test("keeps order, quoting, and where each value stands")
    func keepsPlaces() throws {
        let pairs = try pairs(Array("b: 'yes'\na:\n  - x\n  - yes\n".utf8))
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

    @Test("counts columns in characters, behind a byte order mark from 1")
    func columns() throws {
        let pairs = try pairs([0xef, 0xbb, 0xbf] + Array("日本: {ä: 1}\r\nb: 2".utf8))
        #expect(pairs[0].keyMark == YAMLMark(line: 1, column: 1))
        #expect(pairs[0].value.mark == YAMLMark(line: 1, column: 5))
        #expect(pairs[1].keyMark == YAMLMark(line: 2, column: 1))
    }

    @Test("may be UTF-16 of either order", arguments: [true, false])
    func utf16(isLittle: Bool) throws {
        let units = [0xfeff] + Array("k: 日本😀\n".utf16)
        let bytes = units.flatMap { unit in
            let pair = [UInt8(unit & 0xff), UInt8(unit >> 8)]
            return isLittle ? pair : pair.reversed()
        }
        #expect(texts(try pairs(bytes)) == ["k": "日本😀"])
        #expect(YAMLText(bytes).line(1) == "k: 日本😀")
    }

    @Test("says nothing about an empty text", arguments: ["", "# only a comment\n", "\n\n"])
    func empty(text: String) {
        let document = YAMLDocument(parsing: Array(text.utf8))
        #expect(document.root == nil)
        #expect(document.faults.isEmpty)
    }

    @Test("knows a null by its words, unquoted only")
    func nulls() throws {
        let pairs = try pairs(Array("a:\nb: ~\nc: null\nd: ''\ne: 'null'\nf: nil\n".utf8))
        #expect(pairs.map(\.value.isNull) == [true, true, true, false, false, false])
    }

    @Test("gives an alias the anchor's value and its own place")
    func alias() throws {
        let pairs = try pairs(Array("a: &x {k: 1}\nb: *x\n".utf8))
        #expect(pairs[1].value.content == pairs[0].value.content)
        #expect(pairs[1].value.mark == YAMLMark(line: 2, column: 4))
    }

    @Test("merges '<<': what is beside it wins, then the first of several")
    func merges() throws {
        let text = """
            a: &a {x: 1, y: 1}
            b: &b {y: 2, z: 2}
            c: {<<: [*a, *b], x: 0}
            """
        let last = try #require(try pairs(Array(text.utf8)).last)
        guard case .mapping(let merged) = last.value.content else {
            Issue.record("not a mapping")
            return
        }
        #expect(texts(merged) == ["x": "0", "y": "1", "z": "2"])
    }

    @Test("keeps tags")
    func tags() throws {
        let pairs = try pairs(Array("a: !!str 1\nb: !vault x\nc: 1\n".utf8))
        #expect(pairs.map(\.value.tag) == ["tag:yaml.org,2002:str", "!vault", nil])
    }

    @Test("splits lines as libyaml counts them")
    func lines() {
        let text = YAMLText(Array("a\r\nb\rc\nd\u{2028}e\u{85}f".utf8))
        #expect(text.lines == ["a", "b", "c", "d", "e", "f"])
        #expect(text.line(7) == nil)
        #expect(text.line(0) == nil)
    }

    @Test("with the rule that the last of equal keys wins, is built as PyYAML builds it")
    func lastWins() throws {
        let text = """
            one: &one {a: 1, b: 1}
            two: &two {b: 2, c: 2}
            all: {d: 0, <<: [*one, *two], a: 9, d: 4}
            """
        let document = YAMLDocument(parsing: Array(text.utf8), keys: .lastWins)
        #expect(document.faults.isEmpty)
        #expect(document.hasMerges)
        guard case .mapping(let top)? = document.root?.content,
            case .mapping(let pairs) = top[2].value.content
        else {
            Issue.record("not a mapping")
            return
        }
        // The list is merged from its end, before what is written; of equal keys the first gives the position.
        #expect(pairs.map(\.key.text) == ["b", "c", "a", "d"])
        #expect(texts(pairs) == ["a": "9", "b": "1", "c": "2", "d": "4"])
    }
}
