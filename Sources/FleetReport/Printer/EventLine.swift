package import FleetCore

/// An event as a line for the operator: `web1 ! connection lost: no answer for 15s`.
///
/// The mark tells it from output, whose tag ends in `|` or `+`: `!` is trouble, `*` is news.
package struct EventLine: Hashable, Sendable {
    /// How loud an event is.
    package enum Weight: Hashable, Sendable {
        /// Shown only with `-v`.
        case everyday
        /// News that the operator should see.
        case news
        /// Something went wrong and may mend itself.
        case warning
        /// A job did not succeed.
        case trouble
        /// A reboot.
        case alert
    }

    /// How loud it is.
    package let weight: Weight
    /// The text, safe for a terminal.
    package let text: String

    /// Why the connection is gone, where the event tells; an attempt that says nothing new needn't
    /// repeat it.
    package let reason: String?

    /// Creates a line of a text that is safe for a terminal.
    init(weight: Weight, text: String) {
        self.weight = weight
        self.text = text
        reason = nil
    }

    /// Words an event; `toldReason` is the ``reason`` that was told of the job last.
    package init(_ event: JobEvent, toldReason: String? = nil) {
        reason =
            switch event {
            case .connectionLost(let why), .reconnecting(_, let why): DisplayText.line(why)
            default: nil
            }
        (weight, text) =
            switch event {
            case .connecting(1): (.everyday, "connecting")
            case .connecting(let attempt): (.everyday, "connecting, attempt \(attempt)")
            case .connected: (.everyday, "connected")
            case .started(1): (.everyday, "started")
            case .started(let attempt): (.news, "started again, attempt \(attempt)")
            case .startingAgain(_, let why): (.news, DisplayText.line(why))
            case .connectionLost(let why):
                (.warning, "connection lost: \(DisplayText.line(why))")
            // Many attempts in a row fail for one reason, and a long wait is explained now and then.
            case .reconnecting(let pause, let why) where DisplayText.line(why) == toldReason:
                (.everyday, "reconnecting in \(HumanDuration(pause))")
            case .reconnecting(let pause, let why):
                (.warning, "reconnecting in \(HumanDuration(pause)): \(DisplayText.line(why))")
            case .reconnected(let away): (.news, "reconnected after \(HumanDuration(away))")
            case .rebooted(let before, let after):
                (.alert, "ALERT rebooted: boot \(before.short) is now \(after.short)")
            // The operator is told of all that is cancelled at once, and knows why.
            case .ending(.cancelled): (.everyday, "being ended")
            case .ending(.idleTimeout): (.warning, "silent for too long: being ended")
            case .ending(.timeout): (.warning, "ran for too long: being ended")
            case .notice(let text): (.news, DisplayText.line(text))
            case .pushed(let copy): (.everyday, EventLine.words(of: copy, "pushed"))
            case .fetched(let copy): (.everyday, EventLine.words(of: copy, "fetched"))
            case .skippedEqual(let copy): (.everyday, EventLine.words(of: copy, "has already"))
            case .ended(let end): EventLine.words(of: end)
            }
    }

    /// `pushed /srv/app.tar, 1.2 GB, same by sha256sum`.
    private static func words(of copy: FileCopy, _ verb: String) -> String {
        let path = DisplayText.line(copy.path)
        return "\(verb) \(path), \(HumanByteCount(copy.bytes)), same by"
            + " \(DisplayText.line(copy.verification))"
    }

    /// The event behind the job's label, which takes `indent` columns; what is wider than the
    /// terminal goes on below, indented.
    package func lines(
        label: String, indent: Int, columns: Int?, usesColor: Bool
    ) -> String {
        let (mark, ink): (String, Ink) =
            switch weight {
            case .everyday: ("*", .quiet)
            case .news: ("*", .plain)
            case .warning: ("!", .warning)
            case .trouble: ("!", .bad)
            case .alert: ("!", .alarm)
            }
        // Two columns for the mark, one for the blank before it; the last one stays free.
        let wrapped = columns.map { DisplayText.wrap(text, to: $0 - indent - 4) } ?? [text]
        let first = ink.paint("\(mark) \(wrapped.first ?? "")", usesColor: usesColor)
        let blanks = String(repeating: " ", count: indent + 3)
        let rest = wrapped.dropFirst().map { blanks + ink.paint($0, usesColor: usesColor) }
        return (["\(label) \(first)"] + rest).joined(separator: "\n") + "\n"
    }

    private static func words(of end: JobEnd) -> (Weight, String) {
        let time = HumanDuration(end.duration)
        return switch end.outcome {
        case .failed(let status) where end.isIgnored:
            (.everyday, "failed: \(DisplayText.line(status.description)) after \(time), ignored")
        case .ok: (.everyday, "ok after \(time)")
        case .failed(let status):
            (.trouble, "failed: \(DisplayText.line(status.description)) after \(time)")
        case .rebooted: (.trouble, "ended by a reboot after \(time)")
        case .idleTimeout: (.trouble, "ended: silent for too long, after \(time)")
        case .timeout: (.trouble, "ended: ran for too long, after \(time)")
        case .unreachable(let why):
            (.trouble, "unreachable (\(why.layer.rawValue)): \(DisplayText.line(why.message))")
        case .lost(let why): (.trouble, "lost: \(DisplayText.line(why))")
        case .cancelled: (.trouble, "cancelled after \(time)")
        case .skipped(let why): (.trouble, "skipped: \(DisplayText.line(why))")
        case .unneeded(let why): (.everyday, "skipped: \(DisplayText.line(why))")
        }
    }
}

extension BootIdentity {
    /// Enough of it to tell two apart: the first eight characters of a UUID.
    ///
    /// Times (`kern.boottime`) share their beginnings and are not cut.
    var short: String {
        let text = DisplayText.line(text)
        return text.count == 36 ? String(text.prefix(8)) : text
    }
}
