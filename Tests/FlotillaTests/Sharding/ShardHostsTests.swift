import FleetCore
import FleetDocuments
import Flotilla
import Testing

@Suite("The hosts of a part of a fleet")
struct ShardHostsTests {
    private func shards(_ count: Int) throws -> [Shard] {
        try (0..<count).map { try #require(Shard($0, of: count)) }
    }

    private func hosts(_ names: [String]) throws -> [HostID] {
        try names.map { try #require(HostID($0)) }
    }

    @Test(
        "are those that sha256sum says, for ever",
        arguments: [
            ("web1", 8, 2), ("web1", 3, 2), ("db1", 8, 0), ("10.0.0.1", 8, 4),
            ("lab-3.example.com", 3, 0),
        ])
    func known(name: String, count: Int, index: Int) throws {
        let host = try #require(HostID(name))
        #expect(try shards(count).filter { $0.holds(host) }.map(\.index) == [index])
    }

    @Test("are each in exactly one", arguments: [1, 2, 7, 64])
    func disjoint(count: Int) throws {
        let shards = try shards(count)
        for host in try hosts((1...500).map { "web\($0)" }) {
            #expect(shards.count { $0.holds(host) } == 1)
        }
    }

    /// Names as people give them: a sum of bytes, or a checksum, would leave parts of some of these empty.
    @Test(
        "are as many in each as with coins thrown for them",
        arguments: ["web%.example.com", "10.0.7.%", "node%-r1.dc2", "%"], [2, 8, 16])
    func balanced(pattern: String, count: Int) throws {
        let hosts = try hosts((1...10_000).map { pattern.replacing("%", with: "\($0)") })
        let mean = Double(hosts.count) / Double(count)
        for shard in try shards(count) {
            let own = Double(hosts.count { shard.holds($0) })
            // Five standard deviations: the names don't change, and so what holds once holds always.
            #expect(abs(own - mean) < 5 * mean.squareRoot(), "\(shard): \(own) of \(mean)")
        }
    }

    @Test("don't depend on which others there are, nor on their order")
    func stable() throws {
        let few = try Inventory.parse("hosts: [web3, db1]")
        let many = try Inventory.parse("hosts: ['db[1:3]', 'web[1:9]', other]")
        var wish = RunWish()
        for shard in try shards(4) {
            wish.shard = shard
            let all = try wish.hosts(in: many).map(\.id)
            let some = try wish.hosts(in: few).map(\.id)
            #expect(Set(some) == Set(all).intersection(few.hosts.map(\.id)))
        }
    }

    @Test(
        "are none where the limits choose hosts of other parts, and an error where they choose none"
    )
    func limited() throws {
        let inventory = try Inventory.parse("hosts: [web1]")
        var wish = RunWish()
        wish.limits = ["web1"]
        let counts = try shards(4).map { shard in
            wish.shard = shard
            return try wish.hosts(in: inventory).count
        }
        #expect(counts.sorted() == [0, 0, 0, 1])
        wish.limits = ["nobody"]
        #expect(throws: PatternError.self) { try wish.hosts(in: inventory) }
    }
}
