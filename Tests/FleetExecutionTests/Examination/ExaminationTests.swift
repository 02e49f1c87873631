import FleetCore
import Foundation
import Testing

@testable import FleetExecution

extension RemoteProgramOnRealShells {
    @Suite("A host that is examined")
    struct ExaminationTests {
        /// What `host` says, and whether its home is as it was.
        private func examine(
            _ host: LocalHost, becoming other: String? = nil, through shell: Shell = .dash
        ) async throws -> HostFindings {
            let request = ExaminationRequest(nonce: .fresh(), becoming: other)
            let process = try host.start(request.command, through: shell)
            var output: [UInt8] = []
            var errors: [UInt8] = []
            reading: while true {
                switch await process.next() {
                case .standardOutput(let bytes): output += bytes
                case .standardError(let bytes): errors += bytes
                case .ended(let exit):
                    #expect(exit == .code(0))
                    break reading
                }
            }
            let complaints = String(decoding: errors, as: UTF8.self)
            #expect(complaints.isEmpty)
            return try #require(
                HostFindings(output: output, nonce: request.nonce),
                "\(String(decoding: output, as: UTF8.self))")
        }

        private func names(in host: LocalHost) throws -> [String] {
            try FileManager.default.subpathsOfDirectory(atPath: host.home)
        }

        @Test("answers through each login shell, and is left as it was", arguments: Shell.allCases)
        func login(shell: Shell) async throws {
            guard shell.isThere else { return }
            let host = try LocalHost()
            let found = try await examine(host, through: shell)
            #expect(found.missing.isEmpty)
            #expect(found.spool == "\(host.home)/.local/state/flotilla/spool")
            #expect(found.spool == found.home)
            // A login shell may make files of its own.
            #expect(try names(in: host).filter { $0.contains("flotilla") } == [])
            try await host.close()
        }

        @Test("answers under each sh", arguments: Shell.posix)
        func program(shell: Shell) async throws {
            guard shell.isThere else { return }
            let host = try LocalHost(sh: shell)
            let before = Int64(Date().timeIntervalSince1970)
            let found = try await examine(host)
            #expect(found.tmux?.hasPrefix("tmux ") == true)
            #expect(found.locale != nil)
            #expect(try #require(found.free) > 0)
            #expect(found.noise == 0)
            #expect(before...Int64(Date().timeIntervalSince1970) ~= (try #require(found.clock)))
            let boot = try String(
                contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
            #expect(found.boot.map { $0 + "\n" } == boot)
            #expect(found.left == HostFindings.Left(ended: 0, running: 0, bytes: 0))
            #expect(try names(in: host) == [])
            try await host.close()
        }

        @Test("names what it lacks", arguments: Shell.posix)
        func lacks(shell: Shell) async throws {
            guard shell.isThere else { return }
            let hidden: Set = ["tmux", "mkfifo", "cksum"]
            let host = try LocalHost(sh: shell, hidden: hidden)
            let found = try await examine(host)
            #expect(found.tmux == nil)
            #expect(found.missing.contains("mkfifo"))
            #expect(found.lacking.contains("cksum"))
            try await host.close()
        }

        @Test("tells what tmux says where it doesn't start")
        func brokenTmux() async throws {
            let host = try LocalHost(hidden: ["tmux"])
            let file = "\(host.root)/bin/tmux"
            try Data("#!/bin/dash\necho 'need UTF-8 locale (LC_CTYPE)' >&2; exit 1\n".utf8).write(
                to: URL(fileURLWithPath: file))
            try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: file)
            let found = try await examine(host)
            #expect(found.locale == nil)
            #expect(found.tmuxSaid == "need UTF-8 locale (LC_CTYPE)")
            try await host.close()
        }

        @Test("counts what earlier runs left")
        func left() async throws {
            let host = try LocalHost()
            let run = "\(host.home)/.local/state/flotilla/spool/20261125-091116-k3fq/web1"
            for (job, end) in [("a", "1 code:0\n"), ("b", "1 code:7\n"), ("c", "\n    ")] {
                try FileManager.default.createDirectory(
                    atPath: "\(run)/\(job)/started", withIntermediateDirectories: true)
                try Data(end.utf8).write(to: URL(fileURLWithPath: "\(run)/\(job)/exit"))
            }
            let before = try names(in: host)
            let left = try #require(try await examine(host).left)
            #expect(left.ended == 2)
            #expect(left.running == 1)
            #expect(try names(in: host) == before)
            try await host.close()
        }

        @Test("is asked about sudo only where jobs become another user")
        func sudo() async throws {
            let host = try LocalHost(hidden: ["sudo"])
            #expect(try await examine(host).sudo == nil)
            #expect(try await examine(host, becoming: "root").sudo == .missing)
            #expect(try await examine(host, becoming: "a b'").sudo == nil)
            try await host.close()
        }
    }
}

@Suite("An examination's answer")
struct HostFindingsTests {
    private let nonce = Nonce.fresh()

    private func findings(_ lines: String, before noise: String = "") -> HostFindings? {
        HostFindings(
            output: Array(
                "\(noise)\u{1e}flotilla-doctor 1 \(nonce) begin\n\(lines)\u{1e}flotilla-doctor 1 \(nonce) end\n"
                    .utf8), nonce: nonce)
    }

    @Test("is read behind what a login prints, which is counted")
    func noise() {
        let found = findings(
            "system=Linux\n", before: "Welcome!\u{1e}flotilla-doctor 1 x begin\nto")
        #expect(found?.system == "Linux")
        #expect(found?.noise == "Welcome!\u{1e}flotilla-doctor 1 x begin\nto".utf8.count)
        #expect(found?.noiseBegin.hasPrefix("Welcome!") == true)
    }

    @Test(
        "with garbage in it is read past it",
        arguments: [
            "free=-1\nup=nan\nclock=99999999999999999999\nleft=1 2\n",
            "free=\nup=\nclock=\nleft=\n", "=\n==\nfree\n\u{0}\u{1b}]0;x\n",
            "free=\(String(repeating: "9", count: 5_000))\n", "left=-1 -1 -1\n",
        ])
    func garbage(lines: String) throws {
        let found = try #require(findings(lines))
        #expect(found.free == nil)
        #expect(found.uptime == nil)
        #expect(found.clock == nil)
        #expect(found.left == nil)
    }

    @Test("that is very long keeps what it says first, and little of it")
    func long() throws {
        let many = (0..<10_000).map { "missing=program\($0)\n" }.joined()
        let found = try #require(findings("system=Linux\nsystem=other\n" + many))
        #expect(found.system == "Linux")
        #expect(found.missing.count < 300)
    }

    @Test("without its end, or with another request's mark, is none")
    func unfinished() {
        let begin = "\u{1e}flotilla-doctor 1 \(nonce) begin\nsystem=Linux\n"
        #expect(HostFindings(output: Array(begin.utf8), nonce: nonce) == nil)
        #expect(HostFindings(output: [], nonce: nonce) == nil)
        #expect(findings("")?.system == nil)
        let other = Array("\(begin)\u{1e}flotilla-doctor 1 \(Nonce.fresh()) end\n".utf8)
        #expect(HostFindings(output: other, nonce: nonce) == nil)
    }

    @Test("fits into a request that every server takes")
    func size() {
        #expect(ExaminationRequest(nonce: nonce, becoming: "root").command.text.utf8.count < 9_000)
    }
}
