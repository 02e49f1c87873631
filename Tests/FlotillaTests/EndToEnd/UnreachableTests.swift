import Foundation
import TestSupport
import Testing

@Suite("End to end: hosts that can't be got into", .endToEnd, .fewAtOnce)
struct UnreachableTests {
    @Test("each reason is named, in the table and in the JSON, with exit 3")
    func eachReason() async throws {
        let farm = try await Farm.shared
        let listener = try SilentListener()
        let someone = try Operator()
        let hosts = try farm.hosts(4)
        let stranger = try bytes(ofFile: "\(farm.key).pub")
        let words = String(decoding: stranger, as: UTF8.self).split(separator: " ")
        try someone.folder.write(
            "[\(hosts[1].address)]:\(hosts[1].port) \(words[0]) \(words[1])\n", to: "changed")
        try someone.folder.write("", to: "nobody")
        let keygen = try Spawned(
            ["/usr/bin/ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "wrong"],
            environment: [:], folder: someone.folder.path)
        #expect(await keygen.status == 0)
        func place(_ host: Farm.Host) -> String { "address: \(host.address), port: \(host.port)" }
        try someone.folder.write(
            """
            keys: { farm: { file: \(farm.key) }, wrong: { file: wrong } }
            defaults: { user: root, key: farm, known_hosts: \(farm.knownHosts) }
            hosts:
              dns: { address: no-such-host.invalid }
              refused: { \(place(farm.refusing)) }
              silent: { address: 127.0.0.1, port: \(listener.port) }
              wrongkey: { \(place(hosts[0])), key: wrong }
              changed: { \(place(hosts[1])), known_hosts: changed }
              unknown: { \(place(hosts[2])), known_hosts: nobody, host_keys: strict }
              fine: { \(place(hosts[3])) }
            """, to: "flotilla.yaml")
        let came = try await someone.flotilla("exec", "--connect-timeout", "1s", "--", "echo hi")
        #expect(came.status == 3)
        #expect(came.errors.text == "")
        let run = try someone.run()
        let expected: [(host: String, layer: String, says: String)] = [
            ("dns", "dns", "no-such-host.invalid"), ("refused", "tcp", "refuses connections"),
            ("silent", "ssh", "no answer within 1 s"),
            ("wrongkey", "authentication", "takes none of the keys"),
            ("changed", "host-key", "has changed"), ("unknown", "host-key", "is not known"),
        ]
        for (host, layer, says) in expected {
            let job = try run.job(host)
            #expect(job.status == "unreachable")
            #expect(job.outcome?.unreachable?.layer == layer, "\(host)")
            #expect(job.outcome?.unreachable?.message.contains(says) ?? false, "\(host)")
            #expect(try run.table.contains("unreachable (\(layer))"))
        }
        #expect(try run.job("fine").status == "ok")
    }

    @Test("an unknown host is learned and shown under accept-new, and known the next time")
    func acceptNew() async throws {
        let farm = try await Farm.shared
        let host = try farm.host()
        let someone = try Operator()
        try someone.folder.write(
            """
            keys: { farm: { file: \(farm.key) } }
            hosts: { web1: { address: \(host.address), port: \(host.port), user: root, key: farm } }
            """, to: "flotilla.yaml")
        let first = try await someone.flotilla("exec", "--", "true")
        #expect(first.status == 0)
        #expect(first.output.text.contains("SHA256:"))
        let known = someone.folder.file("home/.ssh/known_hosts")
        #expect(try bytes(ofFile: known).count > 0)
        let second = try await someone.flotilla("exec", "--host-keys", "strict", "--", "true")
        #expect(second.status == 0)
        #expect(!second.output.text.contains("SHA256:"))
    }
}
