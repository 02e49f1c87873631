import FleetReport
import Testing

@Suite("Host names folded into ranges")
struct HostRangesTests {
    @Test(
        "say the same in fewer words",
        arguments: [
            ([], ""), (["db1"], "db1"), (["web1", "web2"], "web[1-2]"),
            (["web1", "web3"], "web[1,3]"),
            (["web01", "web02", "web03", "web05"], "web[01-03,05]"),
            (["web9", "web10", "web11"], "web[9-11]"),
            (["web10", "web9", "web11"], "web[9-11]"),
            (["web1.example.com", "web2.example.com"], "web[1-2].example.com"),
            (["web1", "db1", "web2"], "web[1-2],db1"),
            (["dc1-web1", "dc1-web2", "dc2-web1"], "dc1-web[1-2],dc2-web1"),
            (["n1-a", "n2-a", "n3-a"], "n[1-3]-a"),
            (["10.0.0.1", "10.0.0.2", "10.0.0.9"], "10.0.0.[1-2,9]"),
            (["a1b1", "a2b1", "a3b1"], "a[1-3]b1"), (["x", "x", "y"], "x,y"),
            (["7", "8"], "[7-8]"),
        ] as [([String], String)])
    func fold(names: [String], folded: String) {
        #expect(HostRanges(names).description == folded)
        #expect(HostRanges(names).count == Set(names).count)
    }

    @Test(
        "never mix numbers that are padded differently",
        arguments: [
            (["web1", "web01"], ["web1", "web01"]),
            (["web01", "web10", "web100"], ["web[01,10]", "web100"]),
            (["web1", "web02"], ["web1", "web02"]), (["w0", "w1", "w00"], ["w[0-1]", "w00"]),
        ] as [([String], [String])])
    func keepPadding(names: [String], patterns: [String]) {
        #expect(HostRanges(names).patterns == patterns)
    }

    @Test("leave numbers that are too long for one as they are")
    func keepHashes() {
        let names = ["i12345678901234567890", "i12345678901234567891"]
        #expect(HostRanges(names).patterns == names)
    }

    @Test("can be expanded back to exactly the names", arguments: 0..<UInt64(100))
    func expandBack(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let names = (0..<40).map { _ in
            let number = Int.random(in: 0...25, using: &random)
            let padded = Bool.random(using: &random) && number < 10 ? "0\(number)" : "\(number)"
            let stem = ["web", "db", "dc1-n"].randomElement(using: &random) ?? ""
            return stem + padded + (Bool.random(using: &random) ? ".x\(number % 2)" : "")
        }
        let expanded = HostRanges(names).patterns.flatMap(expand)
        #expect(expanded.count == Set(names).count)
        #expect(Set(expanded) == Set(names))
    }

    /// Expands one pattern, by the rules that the type's comment gives.
    private func expand(_ pattern: String) -> [String] {
        let parts = pattern.split(separator: "[", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return [pattern] }
        let rest = parts[1].split(separator: "]", maxSplits: 1, omittingEmptySubsequences: false)
        return rest[0].split(separator: ",").flatMap { range -> [String] in
            let ends = range.split(separator: "-")
            guard let first = Int(ends[0]), let last = Int(ends[ends.count - 1]) else { return [] }
            return (first...last).map { number in
                let digits = String(number)
                let width = ends[0].first == "0" ? ends[0].count : 0
                let zeros = String(repeating: "0", count: max(0, width - digits.count))
                return "\(parts[0])\(zeros)\(digits)\(rest[1])"
            }
        }
    }
}
