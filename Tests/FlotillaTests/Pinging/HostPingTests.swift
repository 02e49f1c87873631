import FleetCore
import Foundation
import Testing

@testable import Flotilla

@Suite("A host that is asked whether it is there")
struct HostPingTests {
    private static let silence = HostPing.Finding.failed(Unreachable(.tcp, "no answer"))
    private static let refusal = HostPing.Finding.failed(Unreachable(.tcp, "refused"))
    private static let noKey = HostPing.Finding.failed(Unreachable(.authentication, "no key"))
    private static let noName = HostPing.Finding.failed(Unreachable(.dns, "unknown name"))
    private static let answer = HostPing.Finding.answered(after: .milliseconds(1))
    private static let unasked = HostPing.Finding.skipped("not asked")

    @Test(
        "is told to be dead at the layer that is",
        arguments: [
            (answer, answer, answer, nil), (silence, answer, answer, nil),
            (silence, silence, unasked, "network"), (answer, silence, unasked, "tcp"),
            (unasked, silence, unasked, "tcp"), (answer, refusal, unasked, "tcp"),
            (unasked, noName, unasked, "dns"), (silence, noName, unasked, "dns"),
            (answer, answer, noKey, "authentication"),
        ])
    func verdict(
        icmp: HostPing.Finding, tcp: HostPing.Finding, ssh: HostPing.Finding, layer: String?
    ) throws {
        let ping = HostPing(
            host: try #require(HostID("web1")), machine: Machine(address: "web1"),
            tries: [HostPing.Try(findings: [.icmp: icmp, .tcp: tcp, .ssh: ssh])])
        #expect(ping.verdict?.layer == layer)
        #expect(ping.isAlive == (layer == nil))
    }

    @Test(
        "by the system's ping, whose words and exits are understood",
        arguments: [
            ("echo '64 bytes from ::1: icmp_seq=1 ttl=64 time=1.250 ms'", "answered 1.250"),
            ("exit 1", "failed no answer to ping"),
            ("echo 'ping: socket: Operation not permitted' >&2; exit 2", "skipped Operation"),
        ])
    func systemPing(script: String, meaning: String) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ping-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appending(path: "ping")
        try Data("#!/bin/sh\n\(script)\n".utf8).write(to: file)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o700], ofItemAtPath: file.path)
        let ping = try #require(SystemPing(searching: folder.path))
        switch await ping.ask("web1", within: .seconds(1)) {
        case .answered(let time):
            #expect(meaning == "answered 1.250" && time == .microseconds(1_250))
        case .failed(let why): #expect(meaning == "failed \(why.message)")
        case .skipped(let why): #expect(meaning.hasPrefix("skipped") && why.contains("Operation"))
        }
        try FileManager.default.removeItem(at: folder)
    }
}
