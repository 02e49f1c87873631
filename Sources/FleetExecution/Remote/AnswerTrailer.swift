import FleetCore

/// What the last line of an answer tells: the end mark in the spool, or what a follower says in its stead.
///
/// - Shape: `code:3`, `signal:9`, `nointerp:/bin/bash^M`, `refused:sudo: …`, `gone:runner`; from a follower, with the spool's length
///   in front: `size:120 code:3`.
/// - Source: `supervisor.sh`, `run_script` and `settle`.
struct AnswerTrailer {
    enum News {
        case end(ExitStatus)
        case gone(AnswerDecoder.GoneReason)
    }

    let news: News
    /// The length of the spool, where the mark is not in it.
    var size: UInt64?

    /// Reads the text between the nonce and the newline; `nil` for one that says nothing known.
    init?(_ text: String) {
        var text = text[...]
        if text.hasPrefix("size:") {
            let words = text.dropFirst(5).split(separator: " ", maxSplits: 1)
            guard words.count == 2, let size = UInt64(words[0]) else { return nil }
            self.size = size
            text = words[1]
        }
        guard let colon = text.firstIndex(of: ":") else { return nil }
        let value = String(text[text.index(after: colon)...])
        switch text[..<colon] {
        case "code":
            guard let code = UInt8(value) else { return nil }
            self.news = .end(.code(code))
        case "signal":
            guard let signal = Int(value).flatMap({ SignalNumber($0) }) else { return nil }
            self.news = .end(.signal(signal))
        case "nointerp":
            self.news = .end(.noInterpreter(value))
        case "refused":
            self.news = .end(.refused(value))
        case "gone":
            guard let reason = AnswerDecoder.GoneReason(rawValue: value) else { return nil }
            self.news = .gone(reason)
        default: return nil
        }
    }
}
