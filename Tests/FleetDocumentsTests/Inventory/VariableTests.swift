import FleetDocuments
import Testing

@Suite("A variable")
struct VariableTests {
    private func value(_ written: String) throws -> VariableValue? {
        try Inventory.parse("vars: {x: \(written)}").vars["x"]?.value
    }

    @Test(
        "is typed as YAML 1.1 types it, as PyYAML reads it",
        arguments: [
            ("yes", .boolean(true)), ("Off", .boolean(false)), ("y", .text("y")),
            ("'yes'", .text("yes")), ("", .null), ("~", .null), ("Null", .null),
            ("0", .integer(0)), ("-12", .integer(-12)), ("+3", .integer(3)),
            ("010", .integer(8)), ("08", .text("08")), ("0x1F", .integer(31)),
            ("0b101", .integer(5)), ("0o10", .text("0o10")), ("1_000", .integer(1000)),
            ("_1", .text("_1")), ("1:30", .integer(90)), ("1:60", .text("1:60")),
            ("1:2:3", .integer(3723)), ("01:30", .text("01:30")),
            ("9223372036854775807", .integer(.max)),
            ("9223372036854775808", .text("9223372036854775808")),
            ("1.5", .number(1.5)), (".5", .number(0.5)), ("1.", .number(1)),
            ("-1_0.5", .number(-10.5)),
            ("1e3", .text("1e3")), ("1.0e3", .text("1.0e3")), ("1.0e+3", .number(1000)),
            (".", .text(".")), ("1.2.3", .text("1.2.3")), ("10.0.0.1", .text("10.0.0.1")),
            ("2026-11-25", .text("2026-11-25")), (".inf", .text(".inf")),
            ("+", .text("+")), ("0x", .text("0x")), ("0b", .text("0b")), ("--1", .text("--1")),
            ("!!str 1", .text("1")), ("!vault abc", .text("abc")), ("!!int 1", .integer(1)),
            ("[1, a]", .list([.integer(1), .text("a")])),
            ("{a: {b: no}}", .mapping(["a": .mapping(["b": .boolean(false)])])),
        ] as [(String, VariableValue)])
    func types(written: String, value: VariableValue) throws {
        #expect(try self.value(written) == value)
    }

    @Test("of the host covers the groups'; the rest stays")
    func covers() throws {
        let text = """
            vars: {a: 1, b: 1, c: 1}
            groups: {g: {hosts: [h], vars: {b: 2, c: 2}}}
            hosts: {h: {vars: {c: 3}}}
            """
        let vars = try #require(try Inventory.parse(text).host(named: "h")).vars
        #expect(
            vars.all.mapValues(\.value) == ["a": .integer(1), "b": .integer(2), "c": .integer(3)])
        #expect(vars["c"]?.place?.description == "fleet.yaml:3:20")
        #expect(vars["d"] == nil)
        #expect(!vars.isEmpty)
    }
}
