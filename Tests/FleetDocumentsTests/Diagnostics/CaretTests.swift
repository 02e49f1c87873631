import FleetDocuments
import Testing

@Suite("The line below a mistake")
struct CaretTests {
    private func excerpt(_ text: String) -> [Substring] {
        let error = #expect(throws: InventoryError.self) { try Inventory.parse(text) }
        return (error?.description ?? "").split(separator: "\n").dropFirst().map { $0 }
    }

    @Test("has a caret under the column")
    func plain() {
        #expect(excerpt("hosts:\n  a: { prt: 1 }") == ["    a: { prt: 1 }", "         ^"])
    }

    @Test("keeps tabs, so that the caret stands right at any width of them")
    func tabs() {
        #expect(
            excerpt("hosts: {a:\t{ prt: 1 }}") == [
                "  hosts: {a:\t{ prt: 1 }}", "            \t  ^",
            ])
    }

    @Test("counts wide characters as two columns and combining marks as none")
    func wide() {
        let text = "vars: {a: 日本e\u{301}}\nhosts: {a: {user: '日', prt: 1}}"
        #expect(
            excerpt(text) == ["  hosts: {a: {user: '日', prt: 1}}", "                          ^"])
    }

    @Test("is cut around the caret when it is long")
    func long() {
        let padding = String(repeating: "x", count: 200)
        let lines = excerpt("hosts: {a: {user: \(padding), prt: 1, jump: \(padding)}}")
        #expect(lines.count == 2)
        #expect(lines[0].hasPrefix("  …xxx") && lines[0].hasSuffix("xxx…"))
        #expect(lines[0].count < 100)
        let caret = lines[1].count - 1
        #expect(lines[0].dropFirst(caret).hasPrefix("prt"))
    }

    @Test("is the right one with a byte order mark and CRLF")
    func lineEnds() {
        #expect(excerpt("\u{feff}hosts:\r\n  a:\r\n    prt: 1\r\n") == ["      prt: 1", "      ^"])
    }
}
