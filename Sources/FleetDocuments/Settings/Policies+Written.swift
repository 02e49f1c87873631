public import FleetCore

extension ReconnectPatience {
    /// Reads a duration or `forever`.
    public init?(written text: String) {
        if text == "forever" {
            self = .forever
        } else if let duration = Duration(written: text) {
            self = .within(duration)
        } else {
            return nil
        }
    }
}

extension RebootPolicy {
    /// What `rerun` means without a number.
    public static let usualReruns = 1
    /// What `expected` means without a duration: long enough for a machine that checks its memory.
    public static let usualWait = Duration.seconds(600)

    /// Reads `report`, `rerun`, `rerun:3`, `expected` or `expected:10m`.
    public init?(written text: String) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        switch (parts[0], parts.count == 2 ? String(parts[1]) : nil) {
        case ("report", nil): self = .report
        case ("rerun", nil): self = .rerun(most: RebootPolicy.usualReruns)
        case ("rerun", let count?):
            guard let most = Int(count), 1...1_000 ~= most else { return nil }
            self = .rerun(most: most)
        case ("expected", nil): self = .expected(within: RebootPolicy.usualWait)
        case ("expected", let text?):
            guard let wait = Duration(written: text), wait > .zero else { return nil }
            self = .expected(within: wait)
        default: return nil
        }
    }
}

extension TimeLimit {
    /// Reads a duration above zero, or `none`.
    public init?(written text: String) {
        if text == "none" {
            self = .none
        } else if let duration = Duration(written: text), duration > .zero {
            self = .within(duration)
        } else {
            return nil
        }
    }
}

extension HostShare {
    /// Reads `10`, `25%` or `25 %`.
    public init?(written text: String) {
        let digits =
            text.hasSuffix(" %")
            ? text.dropLast(2) : text.hasSuffix("%") ? text.dropLast() : text[...]
        guard 1...7 ~= digits.utf8.count, digits.utf8.first != UInt8(ascii: "+"),
            let number = Int(digits), number >= 0
        else { return nil }
        if digits.endIndex != text.endIndex {
            guard number <= 100 else { return nil }
            self = .percent(number)
        } else {
            self = .count(number)
        }
    }
}
