import Foundation
import TestSupport
import Testing

@Suite("End to end: controllers that come and go", .endToEnd, .fewAtOnce)
struct ControllerTests {
    /// Prints a line, waits for the file `go`, prints another; counts its starts.
    private static let script =
        "echo x >>~/starts; echo begun; until [ -e ~/go ]; do sleep 0.05; done; echo done"

    private func letGo(_ host: Farm.Host) {
        #expect(FileManager.default.createFile(atPath: "\(host.home)/go", contents: nil))
    }

    private func starts(on host: Farm.Host) throws -> String {
        String(decoding: try bytes(ofFile: "\(host.home)/starts"), as: UTF8.self)
    }

    @Test("a detached run is resumed and read from its first byte")
    func detached() async throws {
        let (someone, hosts) = try await Operator.withHosts("a", "b")
        let left = try await someone.flotilla("exec", "--detach", "--", Self.script)
        #expect(left.status == 0)
        #expect(left.output.text.contains("flotilla resume"))
        for host in hosts { letGo(host) }
        let resumed = try await someone.flotilla("resume", "last")
        #expect(resumed.status == 0)
        let folder = try someone.run()
        #expect(try folder.summary.jobs.map(\.status) == ["ok", "ok"])
        for (name, host) in zip(["a", "b"], hosts) {
            #expect(try folder.text(name) == "begun\ndone\n")
            #expect(try starts(on: host) == "x\n")
            #expect(try await host.leftovers() == [])
        }
        #expect(try await someone.flotilla("resume", "last").status == 0, "it has ended")
    }

    @Test(
        "a killed controller is followed by another, which goes on at the byte and counts no reconnect"
    )
    func killed() async throws {
        let (someone, hosts) = try await Operator.withHosts("a")
        let first = try someone.start(["exec", "--", Self.script])
        #expect(await first.output.waitFor("a | begun\n"))
        first.signal(SIGKILL)
        _ = await first.status
        letGo(hosts[0])
        let second = try await someone.flotilla("resume", "last")
        #expect(second.status == 0)
        let folder = try someone.run()
        #expect(try folder.text("a") == "begun\ndone\n")
        #expect(try starts(on: hosts[0]) == "x\n")
        #expect(try folder.job("a").reconnects == 0)
        #expect(try await hosts[0].leftovers() == [])
    }

    @Test("one run has one controller: another is refused, and --steal takes over")
    func claimed() async throws {
        let (someone, hosts) = try await Operator.withHosts("a")
        let first = try someone.start(["exec", "--", Self.script])
        #expect(await first.output.waitFor("a | begun\n"))
        let refused = try await someone.flotilla("resume", "last")
        #expect(refused.status == 2)
        #expect(refused.errors.text.contains("process \(first.pid)"))
        #expect(refused.errors.text.contains("--steal"))
        let thief = try someone.start(["resume", "last", "--steal"])
        #expect(await first.status != 0)
        #expect(first.errors.text.contains("taken the run over"))
        letGo(hosts[0])
        #expect(await thief.status == 0)
        let folder = try someone.run()
        #expect(try folder.text("a") == "begun\ndone\n")
        #expect(try starts(on: hosts[0]) == "x\n")
    }

    @Test("a host's job is cancelled, the others run on")
    func cancelled() async throws {
        let (someone, hosts) = try await Operator.withHosts("a", "b")
        #expect(try await someone.flotilla("exec", "--detach", "--", Self.script).status == 0)
        let cancel = try await someone.flotilla("cancel", "last", "a")
        #expect(cancel.status == 0)
        #expect(try await hosts[0].leftovers() == [])
        letGo(hosts[1])
        #expect(try await someone.flotilla("resume", "last").status == 1)
        let folder = try someone.run()
        #expect(try folder.summary.jobs.map(\.status) == ["cancelled", "ok"])
        #expect(try folder.text("b") == "begun\ndone\n")
    }

    @Test("what a failed job left on its host is cleaned, and not while it runs")
    func cleaned() async throws {
        let (someone, hosts) = try await Operator.withHosts("a")
        let detached = try await someone.flotilla(
            "exec", "--detach", "--keep-remote", "--", Self.script + "; exit 3")
        #expect(detached.status == 0)
        _ = try await someone.flotilla("clean", "last")
        #expect(!hosts[0].spool.isEmpty, "a running job's spool stays")
        letGo(hosts[0])
        #expect(try await someone.flotilla("resume", "last").status == 1)
        #expect(try await someone.flotilla("clean", "last").status == 0)
        #expect(hosts[0].spool == [])
    }

    @Test("what did not succeed is run again, and nothing else")
    func retried() async throws {
        let (someone, hosts) = try await Operator.withHosts("a", "b")
        letGo(hosts[0])
        let script = "echo x >>~/starts; [ -e ~/go ]"
        #expect(try await someone.flotilla("exec", "--", script).status == 1)
        letGo(hosts[1])
        #expect(try await someone.flotilla("retry", "last").status == 0)
        #expect(try starts(on: hosts[0]) == "x\n")
        #expect(try starts(on: hosts[1]) == "x\nx\n")
    }
}
