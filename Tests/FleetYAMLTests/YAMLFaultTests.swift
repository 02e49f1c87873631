import FleetYAML
import Testing

@Suite("A text that isn't YAML")
struct YAMLFaultTests {
    @Test(
        "is told where it goes wrong, and what to do",
        arguments: [
            ("a:\n\tb: 1", "2:1: a tab can't indent in YAML; use spaces [yaml.syntax]"),
            (
                "a: b: c",
                "1:5: a second ':' on one line; put the value in quotes, or begin a new line [yaml.syntax]"
            ),
            (
                "hosts:\n  a\n  b: {}",
                "3:4: the line above has no ':'; write it as 'name:' or 'name: value' [yaml.syntax]"
            ),
            ("a: @x", "1:4: no value can begin with '@'; put the value in quotes [yaml.syntax]"),
            ("a: *", "1:4: '*' begins an alias; put the value in quotes [yaml.syntax]"),
            (
                "a: [1, 2\nb: 3",
                "2:2: the '[' opened on line 1, column 4 isn't closed; add ',' or ']' [yaml.syntax]"
            ),
            (
                "a: 'bc\n",
                "1:4: the quote opened on line 1, column 4 isn't closed; close it [yaml.syntax]"
            ),
            (
                "a: \"\\q\"",
                "1:5: no such escape; double the backslash, or use single quotes [yaml.syntax]"
            ),
            (
                "a:\n  b: 1\n c: 2",
                "3:2: this is not a key of the mapping opened on line 1, column 1; line it up with the other keys [yaml.syntax]"
            ),
            (
                "a: 1\n---\nb: 2",
                "2:1: a second document begins here; keep one document in a file [yaml.second-document]"
            ),
            (
                "a: *x",
                "1:4: no anchor '&x' stands before this alias; put a text that begins with '*' in quotes, or define the anchor first [yaml.unknown-alias]"
            ),
            (
                "a: &x [*x]",
                "1:8: no anchor '&x' stands before this alias; put a text that begins with '*' in quotes, or define the anchor first [yaml.unknown-alias]"
            ),
            (
                "ü: 1\nü: 2",
                "2:1: key 'ü' comes a second time; it stands on line 1 already; keep one of them [yaml.duplicate-key]"
            ),
            (
                "a: 1\n[b]: 2",
                "2:1: a key must be a text; put what holds special characters in quotes [yaml.bad-key]"
            ),
            (
                "a: 1\n<<: 2",
                "2:5: '<<' merges mappings only; name an anchor of a mapping [yaml.bad-merge]"
            ),
            (
                "a: \u{1}",
                "1:4: a control character is not allowed in YAML; remove it, or write it as an escape in double quotes [yaml.encoding]"
            ),
        ])
    func tells(text: String, fault: String) {
        let document = YAMLDocument(parsing: Array(text.utf8))
        #expect(document.faults.map(\.description) == [fault])
    }

    @Test("in Latin-1 is told the first byte that isn't UTF-8")
    func latin1() {
        let bytes: [UInt8] = Array("ü:\r\n  é".utf8) + [0xe9] + Array(": 1".utf8)
        let document = YAMLDocument(parsing: bytes)
        #expect(document.faults.map(\.code) == [.encoding])
        #expect(document.faults.map(\.mark) == [YAMLMark(line: 2, column: 4)])
    }

    @Test("is told all duplicate keys at once")
    func duplicates() {
        let document = YAMLDocument(parsing: Array("a: 1\nb: {c: 1, c: 2}\na: 3\nb: 4\n".utf8))
        #expect(document.faults.map(\.mark.line) == [2, 3, 4])
        #expect(document.root != nil)
    }
}
