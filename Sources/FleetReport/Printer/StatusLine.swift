/// The line at the bottom of a terminal: `12/50 done  2 failed  8 running  1 reconnecting (db3 for 42s, next try in
/// 8s)  29 waiting  12 kB/s  1m 12s`.
///
/// Where there is no room for all of it, what matters least is left out: ``Part/rank``.
package struct StatusLine: Hashable, Sendable {
    /// Its text, without colour, no wider than the terminal allows.
    package var text: String { parts.map(\.text).joined(separator: StatusLine.gap) }
    private let parts: [ShownPart]

    private static let gap = "  "
    /// What comes more slowly, in bytes a second, isn't worth a word.
    private static let smallestRate: UInt64 = 100

    private struct ShownPart: Hashable {
        let text: String
        let ink: Ink
    }

    /// One thing that is told, in one or more forms.
    private struct Part {
        /// The forms, the longest first.
        let forms: [String]
        /// What is of lower rank is given room first.
        let rank: Int
        var ink = Ink.quiet
    }

    /// Words how a run stands, for a terminal of `columns`.
    package init(_ moment: RunMoment, columns: Int) {
        // The last column stays free: some terminals wrap as soon as it is written.
        parts = StatusLine.fit(StatusLine.parts(of: moment), to: columns - 1)
    }

    private static func parts(of moment: RunMoment) -> [Part] {
        let totals = moment.totals
        let parts: [Part?] = [
            Part(forms: ["\(totals.done.grouped)/\(totals.jobs.grouped) done"], rank: 0),
            part(totals.trouble, "failed", rank: 1, ink: .bad),
            part(totals.running, "running", moment.runningWords, rank: 4),
            part(
                totals.reconnecting, "reconnecting", moment.waits.reconnectingWords,
                rank: 3, ink: .warning),
            part(totals.waiting, "waiting", rank: 5),
            moment.rate < smallestRate
                ? nil : Part(forms: ["\(HumanByteCount(moment.rate))/s"], rank: 6),
            Part(forms: ["\(HumanDuration(inWholeSeconds: moment.elapsed))"], rank: 2),
        ]
        return parts.compactMap { $0 }
    }

    private static func part(
        _ number: Int, _ word: String, _ explanations: [String] = [], rank: Int,
        ink: Ink = .quiet
    ) -> Part? {
        guard number > 0 else { return nil }
        let count = "\(number.grouped) \(word)"
        return Part(
            forms: explanations.map { "\(count) (\($0))" } + [count], rank: rank, ink: ink)
    }

    /// The parts for which there is room: first each in its shortest form, then longer ones, both by rank.
    private static func fit(_ parts: [Part], to room: Int) -> [ShownPart] {
        let byRank = parts.indices.sorted { parts[$0].rank < parts[$1].rank }
        var chosen = [String?](repeating: nil, count: parts.count)
        func width() -> Int {
            let shown = chosen.compactMap(\.self)
            return shown.map(\.count).reduce(0, +) + gap.count * max(0, shown.count - 1)
        }
        for index in byRank {
            chosen[index] = parts[index].forms.last
            guard width() > room else { continue }
            // The first is cut rather than missed.
            chosen[index] =
                parts[index].rank == 0 ? chosen[index].map { DisplayText.cut($0, to: room) } : nil
        }
        for index in byRank where chosen[index] != nil {
            for form in parts[index].forms.dropLast() {
                let shorter = chosen[index]
                chosen[index] = form
                if width() <= room { break }
                chosen[index] = shorter
            }
        }
        return zip(parts, chosen).compactMap { part, text in
            text.map { ShownPart(text: $0, ink: part.ink) }
        }
    }

    /// Appends the line, the cursor staying on it: quiet, with trouble standing out.
    package func write(to bytes: inout [UInt8], usesColor: Bool) {
        let painted = parts.map { $0.ink.paint($0.text, usesColor: usesColor) }
        bytes += painted.joined(separator: StatusLine.gap).utf8
    }

    /// What erases a line of `width` on a terminal of `columns`: back to column 1, then erase to the right end.
    ///
    /// A terminal that became narrower than the line has folded it into several rows, all of which go: up, then erase
    /// to the end of the screen.
    ///
    /// - Source: ECMA-48, 8.3.22 (CUU), 8.3.39 (ED), 8.3.41 (EL).
    package static func erasure(ofWidth width: Int, columns: Int) -> [UInt8] {
        let rows = (width + max(1, columns) - 1) / max(1, columns)
        return Array((rows > 1 ? "\r\u{1b}[\(rows - 1)A\u{1b}[J" : "\r\u{1b}[K").utf8)
    }
}

extension RunMoment {
    /// What may be said of the jobs that run: who connects for long, or that nobody has printed anything for long.
    fileprivate var runningWords: [String] {
        let connecting = waits.connectingWords
        guard connecting.isEmpty else { return connecting }
        guard silence >= RunMoment.longSilence else { return [] }
        return ["no output for \(HumanDuration(inWholeSeconds: silence))"]
    }
}
