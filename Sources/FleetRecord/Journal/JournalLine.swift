import FleetCore
import Foundation

/// An event as a line of the journal: `RunEvent`'s coding as JSON, its members in alphabetic order.
///
/// What every job brings is written here, byte for byte as the encoder writes it, which took some 4 % of all CPU that a
/// host costs. Everything else, and any text that wants an escape, goes through the encoder.
enum JournalLine {
    /// The line, with its newline.
    static func bytes(of event: RunEvent) throws -> [UInt8] {
        if let text = text(of: event) { return Array("\(text)\n".utf8) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(event)) + [UInt8(ascii: "\n")]
    }

    private static func text(of event: RunEvent) -> String? {
        guard case .job(let job, let kind) = event.kind, isPlain(job.host.name),
            isPlain(job.step.name)
        else { return nil }
        let host = #""host":"\#(job.host.name)""#
        let rest = #""step":"\#(job.step.name)","time":"\#(event.time)""#
        switch kind {
        case .connecting(let attempt):
            return #"{"attempt":\#(attempt),"event":"connecting",\#(host),\#(rest)}"#
        case .connected(let boot) where isPlain(boot.text):
            return #"{"boot":"\#(boot)","event":"connected",\#(host),\#(rest)}"#
        case .started(let attempt):
            return #"{"attempt":\#(attempt),"event":"started",\#(host),\#(rest)}"#
        case .ended(let end) where end.outcome == .ok && !end.isIgnored:
            guard let seconds = number(end.duration.seconds) else { return nil }
            return #"{"bytes":\#(end.bytes),"event":"ended",\#(host),"lines":\#(end.lines),"#
                + #""outcome":{"status":"ok"},"seconds":\#(seconds),\#(rest)}"#
        default: return nil
        }
    }

    /// Whether a text stands for itself in a JSON string.
    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy {
            0x20...0x7e ~= $0 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
        }
    }

    /// A number as the encoder writes it: a whole one without a fraction.
    private static func number(_ value: Double) -> String? {
        let text = value.description
        guard !text.contains("e") else { return nil }
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
