import FleetCore
import FleetExecution
import Testing

@testable import ProcessTransport

@Suite("What the system's ssh says")
struct OpenSSHTranscriptTests {
    private func transcript(_ text: String) -> OpenSSHTranscript {
        var transcript = OpenSSHTranscript()
        // In pieces, as a pipe may give it.
        for byte in text.utf8 { transcript.take([byte]) }
        return transcript
    }

    /// Words of OpenSSH 9.2, and what they mean.
    private static let failures: [(said: String, code: TransportError.Code)] = [
        ("ssh: Could not resolve hostname x: Name or service not known", .nameUnknown),
        (
            "ssh: Could not resolve hostname x: Temporary failure in name resolution",
            .nameServerSilent
        ),
        ("ssh: connect to host x port 22: Connection refused", .refused),
        ("ssh: connect to host x port 22: Connection timed out", .timedOut),
        ("ssh: connect to host x port 22: No route to host", .noRoute),
        ("ssh: connect to host x port 22: Network is unreachable", .noRoute),
        ("Connection timed out during banner exchange\nConnection to x port 22 timed out", .silent),
        ("kex_exchange_identification: Connection closed by remote host", .dropped),
        ("kex_exchange_identification: read: Connection reset by peer", .dropped),
        ("banner exchange: Connection to 192.0.2.1 port 22: invalid format", .notSSH),
        (
            "Unable to negotiate with 192.0.2.1 port 22: no matching MAC found. Their offer: x",
            .noCommonAlgorithm
        ),
        (
            """
            @    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @
            Host key verification failed.
            """, .hostKeyChanged
        ),
        (
            """
            No ED25519 host key is known for x and you have requested strict checking.
            Host key verification failed.
            """, .hostKeyUnknown
        ),
        (
            """
            @       WARNING: REVOKED HOST KEY DETECTED!               @
            Host key verification failed.
            """, .hostKeyRevoked
        ),
        ("me@x: Permission denied (publickey,gssapi-with-mic).", .authentication),
        (
            "Received disconnect from 192.0.2.1 port 22:2: Too many authentication failures",
            .authentication
        ),
        ("Connection closed by 192.0.2.1 port 22", .dropped),
        ("Connection reset by 192.0.2.1 port 22", .dropped),
        ("Bad owner or permissions on /home/me/.ssh/config", .cannotStart),
        ("/home/me/.ssh/config: line 1: Bad configuration option: nonsense", .cannotStart),
        ("unix_listener: path \"/tmp/x\" too long for Unix domain socket", .cannotStart),
    ]

    @Test("means what went wrong, and is shown", arguments: failures)
    func means(said: String, code: TransportError.Code) {
        let failure = transcript("debug1: Reading configuration data\r\n\(said)\r\n").failure
        #expect(failure.code == code)
        let isShown = said.split(separator: "\n").contains { failure.message.contains($0) }
        #expect(isShown)
    }

    @Test("and nobody knows is shown as it is, and may pass")
    func isUnknown() {
        let failure = transcript("first words\nlast \u{1b}[31mwords\n").failure
        #expect(failure.isTransient)
        #expect(failure.message.contains("'last ?[31mwords'"))
        #expect(transcript("debug1: Connecting\n").failure.message.contains("without a word"))
    }

    @Test("tells how far it has come when time is up")
    func timesOut() {
        let early = transcript("debug1: Connecting to x [192.0.2.1] port 22.\n")
        #expect(early.timeout(after: "1 s").code == .timedOut)
        let late = transcript("debug1: Connection established.\n")
        #expect(late.timeout(after: "1 s").code == .silent)
    }

    @Test("about a host's key is told where it was learned")
    func learns() {
        let key = "debug1: Server host key: ssh-ed25519 SHA256:abc\n"
        let added = "Warning: Permanently added 'x' (ED25519) to the list of known hosts.\n"
        let machine = Machine(address: "x")
        #expect(transcript(key).notices(about: machine, isForgotten: false) == [])
        #expect(transcript(key + added).notices(about: machine, isForgotten: true) == [])
        let notices = transcript(key + added).notices(about: machine, isForgotten: false)
        #expect(notices.count == 1)
        #expect(notices.first?.contains("ssh-ed25519 SHA256:abc") == true)
    }

    @Test("is kept only so far, whatever a server has it say")
    func isBounded() {
        let transcript = transcript(
            String(repeating: "x", count: 100_000) + String(repeating: "line\n", count: 1_000))
        #expect(transcript.lines.count <= 40)
        #expect(transcript.lines.allSatisfy { $0.utf8.count <= 1_000 })
    }
}
