import FleetDocuments
import Testing

@Suite("An inventory with random damage")
struct MutationTests {
    private static let text = """
        defaults: { user: devops, key: [ops, agent], fanout: 50, serial: [1, 25%], host_keys: off }
        keys:
          ops: { file: ~/.ssh/id, passphrase: { env: OPS } }
          agent: { agent: true }
        scripts:
          patch: { file: p.sh, args: [--quiet, "日本"], env: { LANG: C }, on_reboot: { rerun: 3 } }
        groups:
          web: &web { hosts: ["web[01:12]", 'db[a:c]'], vars: { role: front, n: 010 } }
          prod: { groups: [web, db] }
          db:
            <<: *web
            hosts: [db1]
        hosts:
          db1: { address: ::1, port: 2222, jump: a, vars: { list: [1, 2.5, ~], text: |
            block
          } }
          "lab[1:3]":
            idle_timeout: 1h30m
            \tbad: tab
        """

    private static let ansible = """
        all:
          vars: &all { ansible_user: devops, n: 010, when: 2001-12-14 21:59:43.1 -5, s: !vault abc }
          children:
            web: { hosts: { "web[01:12]:2222": , 'db[a:c]': { ansible_host: 10.0.0.1 } }, vars: *all }
            prod:
              children: { web: , db: { hosts: { db1: { <<: *all, ansible_port: "22" } } } }
              vars: { ansible_group_priority: 7, list: [1, 2.5, ~, { yes: no }], u: !unsafe '{{ x }}' }
          hosts:
            lone: { ansible_ssh_common_args: "-o StrictHostKeyChecking=no -J 'a,b'", q: |
              block
            }
        """

    /// What damage is made of: bytes that mean something to YAML, ranges and terminals.
    private static let bits: [[UInt8]] =
        [
            "[", "]", "{", "}", ":", ": ", "- ", ",", "\n", "\r", "\t", " ", "*", "&a", "*a", "!",
            "'", "\"", "|",
            ">", "#", "%", "@", "\\", "\0", "\u{1b}", "\u{85}", "\u{feff}", "é", "😀", "[1:9]",
            "[0:999999]",
            "---", "...", "<<: ", "? ", "~", "999999999999999999999", "-", "/",
        ].map { Array($0.utf8) } + [[0xff], [0xc3], [0xff, 0xfe]]

    @Test("is read or refused, and every mistake has a place inside the file", arguments: 0..<16)
    func survives(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for round in 0..<120 {
            let text = Bool.random(using: &random) ? MutationTests.text : MutationTests.ansible
            var bytes = Array(text.utf8)
            if Bool.random(using: &random) { bytes = bytes.filter { $0 != UInt8(ascii: "\t") } }
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                MutationTests.damage(&bytes, with: &random)
            }
            try check(bytes, "seed \(seed), round \(round)")
        }
    }

    private static func damage(_ bytes: inout [UInt8], with random: inout SeededGenerator) {
        let place = Int.random(in: 0...bytes.count, using: &random)
        let length = min(Int.random(in: 1...12, using: &random), bytes.count - place)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes.removeSubrange(place..<(place + length))
        case 1: bytes.insert(contentsOf: bytes[place..<(place + length)], at: place)
        case 2: bytes = Array(bytes.prefix(place))
        default:
            bytes.insert(contentsOf: bits.randomElement(using: &random) ?? [], at: place)
        }
    }

    private func check(_ bytes: [UInt8], _ comment: Comment) throws {
        try withTemporaryFolder { folder in
            let file = try folder.file("fleet.yaml", bytes)
            do throws(InventoryError) {
                let inventory = try Inventory.load([file], home: "/home/me")
                _ = InventoryJSON(inventory).description
                _ = GroupGraph(inventory)?.description
                for host in inventory.hosts {
                    _ = inventory.refusals(of: host, settings: host.settings)
                }
            } catch {
                #expect(!error.diagnostics.isEmpty, comment)
                for diagnostic in error.diagnostics {
                    #expect(!diagnostic.description.utf8.contains { $0 < 0x20 }, comment)
                    guard let position = diagnostic.place.position else { continue }
                    #expect(1...MutationTests.lines(bytes) ~= position.line, comment)
                    // The line of a secret isn't shown.
                    guard let line = diagnostic.line else { continue }
                    #expect(1...(line.unicodeScalars.count + 1) ~= position.column, comment)
                }
            }
        }
    }

    /// How many lines the text has at most, whatever its encoding.
    private static func lines(_ bytes: [UInt8]) -> Int {
        let breaks = bytes.count { $0 == 10 || $0 == 13 || $0 == 0x85 || $0 == 0xa8 || $0 == 0xa9 }
        return breaks + 1
    }
}
