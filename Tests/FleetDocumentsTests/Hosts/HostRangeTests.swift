import FleetCore
import FleetDocuments
import Testing

@Suite("A range of hosts")
struct HostRangeTests {
    private func names(_ range: String) throws -> [String] {
        try Inventory.parse("hosts: ['\(range)']").hosts.map(\.id.name)
    }

    @Test(
        "includes both ends, as in Ansible",
        arguments: [
            ("web[1:3]", ["web1", "web2", "web3"]),
            ("web[08:11].x", ["web08.x", "web09.x", "web10.x", "web11.x"]),
            ("db[a:c]", ["dba", "dbb", "dbc"]),
            ("db[y:B]", ["dby", "dbz", "dbA", "dbB"]),
            ("n[0:10:5]", ["n0", "n5", "n10"]),
            ("n[:2]", ["n0", "n1", "n2"]),
            ("n[a:e:2]", ["na", "nc", "ne"]),
            ("r[1:2]-[a:b]", ["r1-a", "r1-b", "r2-a", "r2-b"]),
            ("n[5:5]", ["n5"]),
            ("n[9:11]", ["n9", "n10", "n11"]),
        ])
    func expands(range: String, names: [String]) throws {
        #expect(try self.names(range) == names)
    }

    @Test(
        "that can't be one is refused, with the right form",
        arguments: [
            ("web[1-4]", "'[1-4]' is not a range; write [1:4]"),
            ("web[1:]", "'[1:]' is not a range; write [begin:end] or [begin:end:step]"),
            ("web[5]", "'[5]' is not a range; write [begin:end] or [begin:end:step]"),
            ("web[4:1]", "'[4:1]' counts down; put the smaller end first"),
            ("web[c:a]", "'[c:a]' counts down; put the smaller end first"),
            (
                "web[01:4]",
                "the ends of '[01:4]' have different widths; give both the same number of digits"
            ),
            (
                "web[1:f]",
                "'[1:f]' has ends that are neither numbers nor single letters; write [1:9] or [a:f]"
            ),
            ("web[1:9:0]", "'0' is not a step; write a number above zero"),
            ("web[1:9", "a bracket of 'web[1:9' has no partner; write a range as web[01:50]"),
            ("web1:9]", "a bracket of 'web1:9]' has no partner; write a range as web[01:50]"),
        ])
    func refuses(range: String, mistake: String) {
        #expect(mistakes("hosts: ['\(range)']") == ["f:1:9: \(mistake) [inventory.bad-range]"])
    }

    @Test(
        "that names too many hosts is refused at once",
        arguments: [
            "h[0:100000]", "h[0:999999999]", "h[0:999][0:100]", "h[a:Z][a:Z][a:Z][a:Z][a:Z]",
        ])
    func tooMany(range: String) {
        #expect(
            mistakes("hosts: ['\(range)']").map { $0.contains("[inventory.too-many-hosts]") } == [
                true
            ])
    }

    @Test("may name 100,000 hosts, and no other host may join them")
    func most() throws {
        #expect(try names("h[0:99999]").count == 100_000)
        let text = "hosts: ['h[0:99999]', 'h[0:9]', x, y]"
        #expect(
            mistakes(text)
                == [
                    "f:1:33: here the inventory has too many hosts; 100000 is the most; split it [inventory.too-many-hosts]"
                ])
    }
}
