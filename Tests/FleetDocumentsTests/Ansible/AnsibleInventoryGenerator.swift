/// Makes inventories up, for Ansible and us to read: the odd things are as frequent as the plain ones.
struct AnsibleInventoryGenerator {
    /// The inventory, and the files beside it by their path.
    struct Made {
        let text: String
        let files: [String: String]
        let patterns: [String]
    }

    private var random: SeededGenerator
    private var lines: [String] = []
    private var anchors = 0
    private var depth = 0

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    mutating func make() -> Made {
        lines = []
        anchors = 0
        let tops = ["all"] + (0..<Int.random(in: 0...3, using: &random)).map { _ in group() }
        var written: Set<String> = []
        for name in tops.shuffled(using: &random) where written.insert(name).inserted {
            writeGroup(name, indent: 0)
        }
        if chance(8) { breakIt() }
        let text = lines.joined(separator: "\n") + "\n"
        return Made(text: text, files: files(), patterns: (0..<6).map { _ in pattern() })
    }

    private static let groups = [
        "web", "db", "app", "prod", "stage", "g-1", "a.b", "Zed", "_x", "\"a b\"", "ä", "north",
        "south", "h1",
    ]
    private static let hosts = [
        "h1", "h2", "h3", "db1", "web.example.com", "x_1", "\"w[1:3]\"", "\"w[01:10:3]\"",
        "\"n[a:c]\"", "\"n[y:B]\"", "\"[:2]k\"", "\"m[1:2]n[a:b]\"", "10.0.0.1",
        "\"10.0.0.[2:3]\"", "fe80::1", "\"p[1:2]:2222\"", "\"h4:22\"", "\"[::1]:2200\"", "web",
        "\"q1:0\"", "localhost",
    ]
    private static let names = [
        "a", "b", "c", "role", "ansible_host", "ansible_port", "ansible_user", "list", "7",
        "\"x y\"", "group_names", "q_pass", "Ünï", "~", "1.50", "010",
    ]
    private static let values = [
        "yes", "No", "ON", "y", "~", "", "null", "text", "two words", "'yes'", "\"a\\n\\u00e9\"",
        "'{{ role }}'", "!unsafe '{{ x }}'", "!vault abc", "!!str 12", "!!int '12'", "!!float 3",
        "!!bool yes", "!!null ''", "!unsafe [a, 1]", "!unsafe {a: b, c: yes}", "[1, a, {b: no}]",
        "{a: 1, yes: [x, ~]}",
        "|\n", ">-\n", "010", "0o10", "1_000", "1:30", "190:20:30", "1:30.5", "-.5", ".5", "1e3",
        "1.0e+3", "1.5E-3", "0x1F", "0b11", ".inf", "-.INF", "1.", "1.0e+16", "1.0e+15", "0.0001",
        "0.00001", "123456789.125", "-0", "-0.0", "2001-12-14", "2001-12-14 21:59:43.10 -5",
        "2001-12-14t21:59:43Z", "2001-1-2 1:02:03", "2001-12-14T21:59:43.1234567+05:30",
        "2000-02-29", "12:30:45", "08", "10.0.0.1", "'#'", "a # b", "a#b", "日本", "'\\'", "[]", "{}",
    ]

    private mutating func group() -> String { one(of: AnsibleInventoryGenerator.groups) }
    private mutating func chance(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &random) < percent
    }
    private mutating func one<Item>(of items: [Item]) -> Item {
        items[Int.random(in: items.indices, using: &random)]
    }

    private mutating func write(_ text: String, _ indent: Int) {
        lines.append(String(repeating: "  ", count: indent) + text)
    }

    private mutating func writeGroup(_ name: String, indent: Int) {
        depth += 1
        defer { depth -= 1 }
        if depth > 1, chance(20) { return write("\(name):", indent) }
        write("\(name):", indent)
        let before = lines.count
        for section in ["hosts", "vars", "children"].shuffled(using: &random) {
            switch section {
            case "hosts" where chance(70):
                if chance(5) {
                    write("hosts: \(host(in: name))", indent + 1)
                } else {
                    writeHosts(of: name, indent: indent + 1)
                }
            case "vars" where chance(60):
                write("vars:", indent + 1)
                writeVariables(indent: indent + 2, inGroup: true)
            case "children" where depth < 4 && chance(depth == 1 ? 80 : 40):
                write("children:", indent + 1)
                var written: Set<String> = []
                for _ in 0..<Int.random(in: 1...3, using: &random) {
                    let child = name == "all" && chance(25) ? "ungrouped" : group()
                    if written.insert(child).inserted, name != "ungrouped" {
                        writeGroup(child, indent: indent + 2)
                    }
                }
            default: break
            }
        }
        if chance(3) { write("junk: {x: 1}", indent + 1) }
        if chance(3) { write("junk: 5", indent + 1) }
        if lines.count == before { write("hosts: {}", indent + 1) }
    }

    /// A host for a group: one that has a group's name is always in a group, for else Ansible takes it for the group.
    private mutating func host(in group: String) -> String {
        let host = one(of: AnsibleInventoryGenerator.hosts)
        let isAlone = group == "all" || group == "ungrouped"
        return isAlone && AnsibleInventoryGenerator.groups.contains(host) ? "db1" : host
    }

    private mutating func writeHosts(of group: String, indent: Int) {
        write("hosts:", indent)
        var written: Set<String> = []
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let host = host(in: group)
            // A key that comes twice is rare, and the last one counts.
            guard written.insert(host).inserted || chance(20) else { continue }
            write("\(host):", indent + 1)
            if chance(50) { writeVariables(indent: indent + 2, inGroup: false) }
        }
    }

    private mutating func writeVariables(indent: Int, inGroup: Bool) {
        if inGroup, chance(25) {
            write(
                "ansible_group_priority: \(one(of: ["1", "2", "10", "-1", "'3'", "2.7", "yes"]))",
                indent)
        }
        if anchors > 0, chance(15) {
            let merged = Int.random(in: 1...anchors, using: &random)
            write(chance(50) ? "<<: *m\(merged)" : "<<: [*m\(merged), *m1]", indent)
        }
        var written: Set<String> = []
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let name = one(of: AnsibleInventoryGenerator.names)
            guard written.insert(name).inserted || chance(10) else { continue }
            write("\(name): \(value(indent: indent))", indent)
        }
        if chance(10) {
            anchors += 1
            write("m\(anchors): &m\(anchors) {a: \(anchors), role: m, z\(anchors): [1]}", indent)
        }
    }

    private mutating func value(indent: Int) -> String {
        if chance(25) {
            // What may be a number, a time or neither; no key, and no number without digits.
            let text = String(
                (0..<Int.random(in: 1...8, using: &random)).map { _ in
                    one(of: Array("0123456789012345_:.+-eEx"))
                })
            return text.replacing("x_", with: "x1")
                + (text.hasSuffix(":") || text == "-" ? "0" : "")
        }
        let value = one(of: AnsibleInventoryGenerator.values)
        guard value.hasSuffix("\n") else { return value }
        let space = String(repeating: "  ", count: indent + 1)
        return "\(value)\(space)one\n\(space)two"
    }

    private mutating func breakIt() {
        let place = Int.random(in: 0...lines.count, using: &random)
        lines.insert(
            contentsOf: one(
                of: [
                    ["bad: {hosts: [h1]}"], ["bad: {children: {none: 5}}"], ["bad: 5"],
                    ["1234: {hosts: {h1: }}"], ["on:"], ["bad: {hosts: {5: }}"], ["---", "a: 1"],
                    ["bad: {children: {bad: }}"], ["x: {children: {y: {children: {x: }}}}"],
                    ["bad: {hosts: {h1: 5}}"], ["bad: {hosts: {\"w[1-3]\": }}"],
                    ["bad: {hosts: {\"w[01:3]\": }}"], ["bad: {vars: {a: !foo b}}"],
                    ["bad: {vars: {a: 2001-02-30}}"], ["\t"], ["bad: {vars: [a]}"], ["'"],
                    ["bad: {vars: {ansible_group_priority: x}}"], ["bad: {children: {all: }}"],
                ]), at: place)
    }

    private mutating func files() -> [String: String] {
        var files: [String: String] = [:]
        for _ in 0..<(chance(50) ? Int.random(in: 1...4, using: &random) : 0) {
            let isGroup = chance(60)
            let name =
                isGroup
                ? one(of: ["all", "ungrouped", "web", "db", "app", "prod", "a.b", "h1"])
                : one(of: ["h1", "h2", "w1", "w01", "db1", "web.example.com", "localhost", "web"])
            let ending = one(
                of: [
                    "", ".yml", ".yaml", ".json", "/x.yml", "/z", "/sub/y.yaml", "/.hidden", "/b~",
                    "/c.txt", ".txt", "/sub.d/no.yml", "/j.json",
                ])
            files["\(isGroup ? "group" : "host")_vars/\(name)\(ending)"] =
                ending.hasSuffix("json") && chance(90) ? json() : variables()
        }
        // What is a folder can't be a file.
        return files.filter { file in !files.keys.contains { $0.hasPrefix("\(file.key)/") } }
    }

    private mutating func variables() -> String {
        if chance(8) { return one(of: ["", "# nothing\n", "[]\n", "[1]\n", "text\n", "a: [\n"]) }
        let before = (lines, anchors)
        defer { (lines, anchors) = before }
        (lines, anchors) = ([], 0)
        writeVariables(indent: 0, inGroup: false)
        return lines.joined(separator: "\n") + "\n"
    }

    private mutating func json() -> String {
        let values = [
            "1e3", "-5", "1.5", "true", "null", "\"\\ud83d\\ude00\"", "\"a\\/b\"",
            "[1, {\"b\": 2}]",
            "{\"__ansible_unsafe\": \"x\"}", "{\"__ansible_vault\": \"y\"}", "NaN", "-Infinity",
            "\"\"",
            "1E+2", "0.1e-7", "{}",
        ]
        return
            "{\"a\": \(one(of: values)),\n\t\"role\":\(one(of: values)), \"a\": \(one(of: values))}"
    }

    private mutating func pattern() -> String {
        let names = [
            "web", "db", "app", "prod", "h1", "h2", "w1", "ungrouped", "Zed", "g-1", "north",
            "south",
        ]
        let globs = ["w*", "h?", "~w.*", "~(web|db)", "?b", "n[a-c]", "*.example.com", "[!a]*"]
        switch Int.random(in: 0..<6, using: &random) {
        case 0: return one(of: names)
        case 1: return "\(one(of: names)):\(one(of: names))"
        case 2: return "\(one(of: names)):&\(one(of: globs))"
        case 3: return "\(one(of: globs)),!\(one(of: names))"
        case 4: return one(of: names) + one(of: ["[0]", "[-1]", "[0:1]", "[1:]"])
        default: return one(of: globs)
        }
    }
}
