import FleetCore
import Testing

@Suite("Batches of hosts")
struct BatchTests {
    @Test("take in each host once, however large a file says that a batch is")
    func coverAllHosts() {
        var limits = ScheduleLimits()
        limits.serial = [.hosts(1), .percent(25), .hosts(.max)]
        #expect(limits.batches(of: 9) == [0..<1, 1..<3, 3..<9])
        #expect(limits.batches(of: 0).isEmpty)
    }

    @Test("are one where nothing is said, and the last size repeats")
    func repeatTheLastSize() {
        var limits = ScheduleLimits()
        #expect(limits.batches(of: 3) == [0..<3])
        limits.serial = [.hosts(2)]
        #expect(limits.batches(of: 5) == [0..<2, 2..<4, 4..<5])
    }
}
