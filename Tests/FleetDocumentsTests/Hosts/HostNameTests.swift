import FleetCore
import FleetDocuments
import Testing

@Suite("The name of a host")
struct HostNameTests {
    @Test(
        "may be an IPv6 address",
        arguments: [
            "::", "::1", "fe80::1%eth0", "1:2:3:4:5:6:7:8", "::ffff:10.0.0.1", "2001:DB8::", "1::8",
            "1:2:3:4:5:6:1.2.3.4",
        ])
    func address(name: String) throws {
        let inventory = try Inventory.parse("hosts: { '\(name)': }")
        #expect(inventory.hosts.map(\.id.name) == [name])
        #expect(try HostPattern("!\(name),all,&\(name)").text.contains(name))
        #expect(try HostPattern(name).hosts(in: inventory).count == 1)
    }

    @Test(
        "may hold no other colon",
        arguments: [
            "a:b:c", "1::2::3", "1:2:3:4:5:6:7:8:9", "12345::", ":::", "1:2", "::g", "::1.2.3",
            "::1.2.3.256",
            "fe80::1%", "1:2:3:4:5:6:7::8", "::１",
        ])
    func noAddress(name: String) {
        #expect(
            mistakes("hosts: { '\(name)': }").map { $0.contains("[inventory.bad-name]") } == [true])
    }

    @Test("can't be a command, nor can an address or a user", arguments: Array("'\"`$\\;&<>|(){}"))
    func commands(character: Character) {
        let text = "a\(character)b".replacing("'", with: "''")
        #expect(mistakes("hosts: { '\(text)': }").map { $0.contains("bad-name") } == [true])
        #expect(mistakes("hosts: { a: { address: '\(text)' } }").count == 1)
        // A domain's user.
        #expect(mistakes("hosts: { a: { user: '\(text)' } }").count == (character == "\\" ? 0 : 1))
    }

    @Test("of three letters and colons between is three groups in a pattern")
    func groups() throws {
        let inventory = try Inventory.parse(
            "groups: { a: { hosts: [x] }, b: { hosts: [y] }, c: { hosts: [z] } }")
        #expect(try HostPattern("a:b:c").hosts(in: inventory).map(\.id.name) == ["x", "y", "z"])
    }
}
