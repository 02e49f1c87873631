import FleetCore
import FleetDocuments
import FleetExecution

@testable import Flotilla
@testable import SSHTransport

/// Readers of what servers, and the `ssh` program, say.
extension Parser {
    static let sftp = Parser(
        "sftp", samples: sftpAnswers, words: ["..", "a/b", "\u{1b}[2J", "posix-rename@openssh.com"]
    ) { input, random in
        let whole = sftpPackets([input])
        let torn = sftpPackets(Chunks.of(input, &random))
        guard whole == torn else {
            return .wrong("torn, it is \(torn.count) packets, not \(whole.count)")
        }
        var verdict = Verdict.refused
        for reply in whole.compactMap({ SFTPReply.decode($0[...])?.reply }) {
            verdict = .accepted
            guard case .names(let names) = reply else { continue }
            for name in names.compactMap({ FileName($0) }) {
                let isPlain = !name.bytes.contains(UInt8(ascii: "/")) && !name.bytes.contains(0)
                if !isPlain || name.description == ".." {
                    return .wrong("'\(name)' leads elsewhere")
                }
            }
        }
        return verdict
    }

    private static func sftpPackets(_ chunks: [[UInt8]]) -> [[UInt8]] {
        var framer = SFTPFramer()
        var packets: [[UInt8]] = []
        for chunk in chunks {
            framer.append(chunk)
            do throws(SFTPFramer.NotSFTP) {
                while let packet = try framer.next() { packets.append(Array(packet)) }
            } catch {
                return packets
            }
        }
        return packets
    }

    private static let sftpAnswers: [[UInt8]] = {
        func packet(_ type: UInt8, _ fill: (inout SSHWriter) -> Void) -> [UInt8] {
            var body = SSHWriter()
            body.byte(type)
            body.uint32(3)
            fill(&body)
            var framed = SSHWriter()
            framed.string(body.bytes)
            return framed.bytes
        }
        let attributes: [UInt32] = [0x0f, 0, 10, 0, 0, 0o100_644, 0, 0]
        let names = packet(104) { body in
            body.uint32(2)
            for name in ["file", ".."] {
                body.string(name)
                body.string("-rw-r--r-- \(name)")
                for number in attributes { body.uint32(number) }
            }
        }
        return [
            packet(2) { body in
                body.string("posix-rename@openssh.com")
                body.string("1")
            } + names,
            packet(101) { body in
                body.uint32(4)
                body.string("Failure")
                body.string("en")
            } + packet(105) { body in for number in attributes { body.uint32(number) } },
            packet(102) { $0.string("handle") } + packet(103) { $0.string("data") },
            packet(201) { body in for number in 0..<22 as Range<UInt32> { body.uint32(number) } },
        ]
    }()

    static let keyExchange = Parser(
        "key-exchange", samples: [offer], words: ["curve25519-sha256,", "none", ",", "ssh-rsa"]
    ) { input, _ in
        guard let offer = KeyExchangeOffer(packet: input[...]) else { return .refused }
        guard let category = offer.disagreement else { return .accepted }
        return .accepted.unless(TerminalDanger.found(in: category.theirs.joined().utf8))
    }

    private static let offer: [UInt8] = {
        var message = SSHWriter()
        message.byte(20)
        for _ in 0..<4 { message.uint32(0x0102_0304) }
        for names in [
            "curve25519-sha256", "ssh-ed25519,ssh-rsa", "aes128-ctr", "aes128-ctr", "hmac-sha2-256",
            "hmac-sha2-256", "none", "none", "", "",
        ] { message.string(names) }
        var packet = SSHWriter()
        packet.uint32(UInt32(message.bytes.count + 5))
        packet.byte(4)
        return packet.bytes + message.bytes + [0, 0, 0, 0]
    }()

    private static let plainAnswer = SSHConfigAnswer("user me\nport 22\n")

    static let sshConfig = Parser(
        "ssh-config", samples: Sample.sshConfigs,
        wholes: [Sample.sshConfigs.joined(separator: "\n")],
        words: ["port ", "connecttimeout ", "99999999999999999999", "-1", "\n", " ", "none", "\r"]
    ) { input, _ in
        let answer = SSHConfigAnswer(String(decoding: input, as: UTF8.self))
        let place = SourcePlace(file: "config")
        _ = answer.settings(for: "web1", beside: plainAnswer, at: place)
        let files =
            answer.keyFiles(beside: plainAnswer) + [answer.proxyCommand(beside: plainAnswer) ?? ""]
        if files.contains(where: { $0.contains("\n") }) { return .wrong("a value has two lines") }
        return answer == SSHConfigAnswer("") ? .refused : .accepted
    }
}
