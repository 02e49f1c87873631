import FleetCore

@testable import FleetExecution

/// Readers of what our programs on a host answer.
extension Parser {
    private static let nonce = nonce("0123456789abcdef0123456789abcdef")
    private static let job = nonce("fedcba9876543210fedcba9876543210")

    private static func nonce(_ text: String) -> Nonce {
        guard let nonce = Nonce(text) else { preconditionFailure("'\(text)' is no nonce") }
        return nonce
    }

    private static let header =
        "\u{1e}flotilla \(RemoteProgram.version) \(nonce) state=running boot=b-1 boot0=b-0 up=12.5 pid=77"
        + " size=11 note=no-tmux session=s folder=/home/a b\n"

    static let answer = Parser(
        "answer",
        samples: [
            "Welcome\n\(header)output\nmore\n\u{1e}\(job) code:3\n",
            "\(header)\u{1e}\(nonce) size:11 gone:runner\n",
            "\u{1e}flotilla \(RemoteProgram.version) \(nonce) state=failed boot=b why=launch text=no tmux\n",
            "\(header)a\u{1e}\(job) nointerp:/bin/bash\r\n",
            "\(header)\u{1e}\(job) signal:9\nafter",
        ],
        words: [
            "\u{1e}", "flotilla ", "\(nonce) ", "\(job) ", "state=", "boot=", "size=", "size:",
            "code:",
            "signal:", "gone:reboot\n", "up=1e308", "99999999999999999999", "pid=-1", " ", "=",
            "\n",
            header,
        ]
    ) { input, random in
        let whole = Answered([input])
        let torn = Answered(Chunks.of(input, &random))
        guard whole == torn else { return .wrong("torn, it is another answer") }
        guard whole.header != nil else {
            let isEmpty = whole.output.isEmpty && whole.last == nil
            return .refused.unless(isEmpty ? nil : "an answer without a header")
        }
        let prefix = Array("\u{1e}flotilla \(RemoteProgram.version) \(nonce) ".utf8)
        guard input.firstRange(of: prefix) != nil else {
            return .wrong("a header without the nonce")
        }
        let isShorter = whole.output.count < input.count
        return .accepted.unless(isShorter ? nil : "more output than there was")
    }

    /// An answer, taken apart and put together.
    private struct Answered: Equatable {
        var header: AnswerHeader?
        var output: [UInt8] = []
        var last: AnswerDecoder.Part?
        var noise: [UInt8] = []

        init(_ chunks: [[UInt8]]) {
            var decoder = AnswerDecoder(request: nonce, job: job)
            for part in chunks.flatMap({ decoder.decode($0) }) {
                switch part {
                case .header(let header): self.header = header
                case .output(let bytes): output += bytes
                case .end, .gone, .incomplete: last = part
                }
            }
            // What is held back at the end may have been cut elsewhere, but never more than a line.
            noise = header == nil ? [] : decoder.noise
        }
    }

    static let fileAnswer: Parser = {
        let mark = "\n\(nonce)\n"
        return Parser(
            "file-answer", samples: ["Welcome\(mark)a\0b\0", "\(mark)100644 12\n", mark],
            words: [mark, "\n", "\(nonce)", "No space left on device\n"]
        ) { input, random in
            func taken(_ chunks: [[UInt8]]) -> [UInt8]? {
                var answer = FileAnswer(mark: nonce)
                let bytes = chunks.flatMap { answer.take($0) }
                return answer.hasBegun ? bytes : nil
            }
            let whole = taken([input])
            // What went wrong is asked seldom, for that looks for many words in one text.
            if random.below(8) == 0 {
                var answer = FileAnswer(mark: nonce)
                _ = answer.take(Array(mark.utf8))
                answer.takeError(input)
                _ = answer.error(at: somePath, .code(1))
            }
            if whole != taken(Chunks.of(input, &random)) {
                return .wrong("torn, it is another answer")
            }
            return whole == nil ? .refused : .accepted
        }
    }()

    private static let somePath: RemotePath = {
        guard let path = RemotePath("/srv/data") else { preconditionFailure("it is a path") }
        return path
    }()

    static let digest = Parser(
        "digest",
        samples: [
            "sha256sum\n\(String(repeating: "0f", count: 32))  -\n", "cksum\n4294967295 12\n",
            "openssl\nSHA256(stdin)= \(String(repeating: "ab", count: 32))\n",
        ],
        words: ["cksum\n", "sha256sum\n", " ", "\n", "4294967296", "-1", "0f0f0f0f"]
    ) { input, _ in
        guard let digest = HostFiles.Digest(answer: input)?.digest else { return .refused }
        let count = digest.bytes.count
        return .accepted.unless([4, 32].contains(count) ? nil : "a digest of \(count) bytes")
    }
}
