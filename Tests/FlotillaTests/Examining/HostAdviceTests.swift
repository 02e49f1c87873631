import Testing

@testable import FleetExecution
@testable import Flotilla

@Suite("The doctor's advice")
struct HostAdviceTests {
    /// What a host says that has everything.
    private static let healthy = [
        "system": "Linux 6.1.0", "shell": "/bin/bash", "user": "ops", "spool": "/home/ops/s",
        "home": "/home/ops/s", "free": "50000000", "inodes": "100000", "left": "0 0 0",
        "tmux": "tmux 3.3a", "locale": "C.UTF-8", "boot": "b", "up": "10.5", "clock": "1000",
    ]

    private func advice(
        _ changes: [String: String?], noise: String = "", files: ExaminedHost.Files = .sftp,
        password: Bool = false,
        skew: ClockSkew? = nil
    ) throws -> [Advice] {
        var random = SystemRandomNumberGenerator()
        let nonce = Nonce(using: &random)
        var values = HostAdviceTests.healthy
        for (key, value) in changes { values[key] = value }
        let mark = "\u{1e}flotilla-doctor 1 \(nonce)"
        let lines = values.map { "\($0)=\($1)\n" }.joined()
        let findings = HostFindings(
            output: Array("\(noise)\(mark) begin\n\(lines)\(mark) end\n".utf8), nonce: nonce)
        return HostAdvice.advice(
            about: ExaminedHost(
                findings: try #require(findings), clock: skew, files: files,
                hasSudoPassword: password))
    }

    @Test("is none for a host that has everything")
    func healthy() throws { #expect(try advice([:]).isEmpty) }

    /// What differs from a healthy host, and what is said about it.
    static let troubles: [(changes: [String: String?], level: Advice.Level, word: String)] = [
        (["missing": "mkfifo"], .problem, "mkfifo"),
        (["lacking": "cksum"], .note, "cksum"),
        (["boot": nil], .warning, "boot identity"),
        (["spool": nil], .problem, "kept nowhere"),
        (["spool": "/var/tmp/flotilla-ops"], .note, "/var/tmp/flotilla-ops"),
        (["spool": "/tmp/flotilla-ops"], .warning, "a reboot may empty"),
        (["free": "50000"], .warning, "51 MB"),
        (["free": "500"], .problem, "512 kB"),
        (["inodes": "900"], .warning, "900 more files"),
        (["inodes": "3"], .problem, "3 more files"),
        (["left": "7 1 1000"], .note, "7 jobs"),
        (["tmux": nil, "locale": nil], .warning, "no tmux"),
        (["locale": nil, "tmux-said": "need UTF-8 locale (LC_CTYPE)"], .warning, "LC_CTYPE"),
        (["kills": "yes"], .problem, "KillUserProcesses"),
        (["sudo": "missing"], .problem, "no sudo"),
        (
            ["sudo": "no", "sudo-said": "a password is required"], .problem,
            "a password is required"
        ),
    ]

    @Test("names each trouble, and its remedy", arguments: troubles)
    func names(changes: [String: String?], level: Advice.Level, word: String) throws {
        let all = try advice(changes)
        let one = try #require(all.first)
        #expect(all.count == 1)
        #expect(one.level == level)
        #expect(one.what.contains(word), "\(one.what)")
        #expect(one.remedy != nil)
    }

    /// What looks like a trouble, and is none.
    static let noTroubles: [[String: String?]] = [
        ["kills": "no"], ["kills": "yes", "linger": "yes"], ["sudo": "yes"], ["left": "0 3 10"],
        ["inodes": nil], ["free": nil],
    ]

    @Test("is none for what does no harm", arguments: noTroubles)
    func harmless(changes: [String: String?]) throws {
        #expect(try advice(changes).isEmpty)
    }

    @Test("doesn't ask for a password that is given")
    func password() throws {
        #expect(try advice(["sudo": "no", "sudo-said": "x"], password: true).isEmpty)
    }

    @Test("puts the gravest first")
    func order() throws {
        let levels = try advice(["lacking": "cksum", "missing": "cat", "tmux": nil]).map(\.level)
        #expect(levels == [.problem, .warning, .note])
    }

    @Test("has nothing in it that a terminal obeys")
    func safe() throws {
        let all = try advice(
            ["missing": "a\u{1b}[31mb", "locale": nil, "tmux-said": "x\u{9b}31m\u{7}"],
            noise: "\u{1b}]0;owned\u{7}hello\n")
        let text = all.map { $0.what + ($0.remedy ?? "") }.joined()
        #expect(text.contains("hello"))
        let obeyed = text.unicodeScalars.filter { $0.properties.generalCategory == .control }
        #expect(obeyed.isEmpty)
    }

    /// A host's clock, asked at 100.5 and answered at 101.5, and how far it is off for sure.
    static let clocks: [(clock: Int64, least: Duration, isAhead: Bool)] = [
        (100, .zero, false), (101, .zero, false), (99, .seconds(0.5), false),
        (111, .seconds(9.5), true), (40, .seconds(59.5), false),
    ]

    @Test("tells how far a clock is off at least", arguments: clocks)
    func clock(clock: Int64, least: Duration, isAhead: Bool) throws {
        let skew = ClockSkew(clock: clock, asked: 100.5, answered: 101.5)
        #expect(skew.least == least)
        #expect(skew.isAhead == isAhead)
        let said = try advice([:], skew: skew).first?.what.contains(isAhead ? "ahead" : "behind")
        #expect(said == (least > .seconds(5) ? true : nil))
    }

    @Test(
        "says that there is no SFTP, or that it isn't told",
        arguments: [
            (ExaminedHost.Files.commands, "no SFTP"), (.untold("no channel"), "no channel"),
        ]
    )
    func copying(files: ExaminedHost.Files, word: String) throws {
        let all = try advice([:], files: files)
        #expect(all.map(\.level) == [.note])
        #expect(all.first?.what.contains(word) == true)
        #expect(try advice([:], files: .local).isEmpty)
    }
}
