import Foundation
import TestSupport
import Testing

@Suite("End to end: other ways into hosts", .endToEnd, .sshClient, .fewAtOnce)
struct TransportTests {
    /// Prints a line, waits for the file `go`, prints another; counts its starts.
    private static let script =
        "echo x >>~/starts; echo begun; until [ -e ~/go ]; do sleep 0.05; done; echo done"

    /// An operator whose tmux on this machine is nobody else's.
    private func operatorAlone() throws -> (Operator, Scratch) {
        let sockets = try Scratch()
        return (try Operator(environment: ["TMUX_TMPDIR": sockets.path, "SECRET": "s3"]), sockets)
    }

    @Test("this machine needs no server, and keeps the operator's variables to itself")
    func local() async throws {
        let (someone, sockets) = try operatorAlone()
        let came = try await someone.flotilla(
            "exec", "-i", "me,", "--transport", "local", "--",
            "echo \"in $PWD, ${SECRET-nothing}\"; exit 255")
        #expect(came.status == 1)
        #expect(came.errors.text == "")
        let run = try someone.run()
        #expect(try run.text("me") == "in \(someone.folder.file("home")), nothing\n")
        #expect(try run.job("me").outcome?.exit?.code == 255)
        let ping = try await someone.flotilla("ping", "-i", "me,", "--transport", "local")
        #expect(ping.status == 0)
        #expect(ping.output.text.contains("it is this machine"))
        withExtendedLifetime(sockets) {}
    }

    @Test("a job on this machine outlives the controller, and is read on from its byte")
    func localOutlives() async throws {
        let (someone, sockets) = try operatorAlone()
        let first = try someone.start(
            ["exec", "-i", "me,", "--transport", "local", "--", Self.script])
        #expect(await first.output.waitFor("me | begun\n"))
        first.signal(SIGKILL)
        _ = await first.status
        try someone.folder.write("", to: "home/go")
        let second = try await someone.flotilla("resume", "last")
        #expect(second.status == 0)
        #expect(try someone.run().text("me") == "begun\ndone\n")
        #expect(try bytes(ofFile: someone.folder.file("home/starts")) == Array("x\n".utf8))
        let attach = try await someone.flotilla("attach", "last", "me", "--print")
        #expect(attach.output.text.hasPrefix("env -u TMUX tmux -u -L flotilla attach-session"))
        withExtendedLifetime(sockets) {}
    }

    @Test("the system's ssh: what a script prints, and its own 255")
    func openssh() async throws {
        let (someone, hosts) = try await Operator.withHosts("a", "b")
        let came = try await someone.flotilla(
            "exec", "--transport", "openssh", "--", "echo out; echo err >&2; exit 255")
        #expect(came.status == 1)
        #expect(came.errors.text == "")
        let run = try someone.run()
        for (name, host) in zip(["a", "b"], hosts) {
            #expect(try run.text(name) == "out\nerr\n")
            #expect(try run.job(name).outcome?.exit?.code == 255)
            #expect(try run.job(name).reconnects == 0)
            #expect(try await host.leftovers() == [])
            #expect(host.spool == [])
        }
        let attach = try await someone.flotilla("attach", "last", "a", "--print")
        #expect(attach.output.text.hasPrefix("ssh -p \(hosts[0].port) "))
        let ping = try await someone.flotilla("ping", "--transport", "openssh")
        #expect(ping.status == 0)
    }

    @Test("the system's ssh whose link breaks is followed by another, and no byte is lost or twice")
    func opensshReconnects() async throws {
        let (someone, hosts) = try await Operator.withHosts("a")
        let program = try someone.start(["exec", "--transport", "openssh", "--", Self.script])
        #expect(await program.output.waitFor("a | begun\n"))
        try await Farm.shared.cut(hosts[0])
        #expect(await program.output.waitFor("reconnected"))
        #expect(FileManager.default.createFile(atPath: "\(hosts[0].home)/go", contents: nil))
        #expect(await program.status == 0)
        let run = try someone.run()
        #expect(try run.text("a") == "begun\ndone\n")
        #expect(try run.job("a").reconnects == 1)
        #expect(try bytes(ofFile: "\(hosts[0].home)/starts") == Array("x\n".utf8))
        #expect(try await hosts[0].leftovers() == [])
    }

    @Test("a killed controller leaves no ssh behind, and the run is resumed by the same way")
    func opensshOutlived() async throws {
        let temporary = try Scratch()
        let (someone, hosts) = try await Operator.withHosts(
            "a", environment: ["TMPDIR": temporary.path])
        let first = try someone.start(["exec", "--transport", "openssh", "--", Self.script])
        #expect(await first.output.waitFor("a | begun\n"))
        first.signal(SIGKILL)
        _ = await first.status
        // Who watches over ssh removes this when ssh has ended; it is not our child, so there is no event.
        var left: [String] = []
        for _ in 0..<500 {
            left = try FileManager.default.contentsOfDirectory(atPath: temporary.path)
            if left.isEmpty { break }
            try await Task.sleep(for: .milliseconds(20))
        }
        #expect(left == [])
        #expect(FileManager.default.createFile(atPath: "\(hosts[0].home)/go", contents: nil))
        let second = try await someone.flotilla("resume", "last")
        #expect(second.status == 0)
        #expect(try someone.run().text("a") == "begun\ndone\n")
        #expect(try await hosts[0].leftovers() == [])
    }

    @Test(
        "a server that libssh2 can't talk to is got into by the system's ssh, and that is said once"
    )
    func hardened() async throws {
        let farm = try await Farm.hardened
        let host = try farm.host()
        let someone = try Operator()
        try someone.folder.write(farm.inventory([(name: "a", host: host)]), to: "flotilla.yaml")
        for name in ["one", "two"] { try someone.folder.write("echo \(name)\n", to: name) }
        let came = try await someone.flotilla("run", "--script", "one", "--script", "two")
        #expect(came.status == 0)
        let run = try someone.run()
        #expect(try run.text("a", "one") == "one\n")
        #expect(try run.text("a", "two") == "two\n")
        // A libssh2 from 1.11 on needs no help.
        let notices = came.output.lines.filter { $0.contains("going on with the system's ssh") }
        #expect(notices.count <= 1)
        let own = try await someone.flotilla("exec", "--transport", "ssh", "--", "true")
        #expect((own.status == 0) == notices.isEmpty)
    }

    @Test("a key with a passphrase that no agent holds is refused before any host is contacted")
    func lockedKey() async throws {
        let (someone, _) = try await Operator.withHosts("a")
        let keygen = try Spawned(
            ["/usr/bin/ssh-keygen", "-q", "-t", "ed25519", "-N", "secret", "-f", "locked"],
            environment: [:], folder: someone.folder.path)
        #expect(await keygen.status == 0)
        let came = try await someone.flotilla(
            "exec", "--transport", "openssh", "--private-key", "locked", "--", "true")
        #expect(came.status == 2)
        #expect(came.errors.text.contains("ssh-add"))
        #expect(!someone.hasRun)
    }

    @Test("no ssh in PATH is told before any host is contacted")
    func noProgram() async throws {
        let (someone, _) = try await Operator.withHosts("a", environment: ["PATH": "/nowhere"])
        let came = try await someone.flotilla("exec", "--transport", "openssh", "--", "true")
        #expect(came.status == 2)
        #expect(came.errors.text.contains("isn't in PATH"))
    }
}
