/// The line at the bottom of a terminal: `12/50 done  2 failed  8 running  1 reconnecting  29
/// waiting  1m 12s`.
package struct StatusLine: Hashable, Sendable {
    /// Its text, without colour, no wider than the terminal allows.
    package let text: String
    private let bad: String?

    /// Words the state of a run `elapsed` after its beginning, for a terminal of `columns`.
    package init(_ totals: RunTotals, elapsed: Duration, columns: Int) {
        let failed = totals.trouble > 0 ? "\(totals.trouble.grouped) failed" : nil
        let parts: [String?] = [
            "\(totals.done.grouped)/\(totals.jobs.grouped) done",
            failed,
            StatusLine.count(totals.running, "running"),
            StatusLine.count(totals.reconnecting, "reconnecting"),
            StatusLine.count(totals.waiting, "waiting"),
            // In whole seconds: tenths would flicker.
            HumanDuration(.seconds(elapsed.components.seconds)).description
                .replacingTenths(),
        ]
        // The last column stays free: some terminals wrap as soon as it is written.
        text = DisplayText.cut(parts.compactMap { $0 }.joined(separator: "  "), to: columns - 1)
        bad = failed
    }

    /// Appends the line, the cursor staying on it.
    package func write(to bytes: inout [UInt8], usesColor: Bool) {
        guard usesColor else {
            bytes += text.utf8
            return
        }
        // Quiet, with the failures standing out.
        guard let bad, let range = text.firstRange(of: bad) else {
            bytes += Ink.quiet.paint(text, usesColor: true).utf8
            return
        }
        bytes += Ink.quiet.paint(String(text[..<range.lowerBound]), usesColor: true).utf8
        bytes += Ink.bad.paint(bad, usesColor: true).utf8
        bytes += Ink.quiet.paint(String(text[range.upperBound...]), usesColor: true).utf8
    }

    /// What erases the line: back to column 1, then erase to the right end.
    ///
    /// - Source: ECMA-48, 8.3.41 (EL).
    package static let erasure: [UInt8] = Array("\r\u{1b}[K".utf8)

    private static func count(_ number: Int, _ word: String) -> String? {
        number > 0 ? "\(number.grouped) \(word)" : nil
    }
}

extension String {
    /// `0.0s` and `5.0s` as `0s` and `5s`.
    fileprivate func replacingTenths() -> String {
        hasSuffix(".0s") ? dropLast(3) + "s" : self
    }
}
