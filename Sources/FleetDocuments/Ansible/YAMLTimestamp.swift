/// A date, or a date and a time, as YAML 1.1 writes them.
///
/// - Source: PyYAML, `resolver.py` for the form; `constructor.py` and Python's `isoformat` for the text that
///   Ansible prints.
struct YAMLTimestamp {
    /// `2001-12-14`, `2001-12-14T21:59:43.100000-05:00`.
    let isoformat: String

    /// Why a text in the form of a timestamp is none.
    struct NoSuchTime: Error {}

    /// Reads the text; `nil` where it hasn't the form.
    init?(_ text: String) throws(NoSuchTime) {
        // Every plain value comes by here.
        guard let match = YAMLTimestamp.fields(of: text) else { return nil }
        let (year, month, day) = (match.date[0], match.date[1], match.date[2])
        guard year > 0, 1...12 ~= month, 1...YAMLTimestamp.days(of: month, year) ~= day else {
            throw NoSuchTime()
        }
        let date =
            YAMLTimestamp.padded(year, 4) + "-" + YAMLTimestamp.padded(month, 2)
            + "-" + YAMLTimestamp.padded(day, 2)
        guard let time = match.time else {
            isoformat = date
            return
        }
        guard time[0] < 24, time[1] < 60, time[2] < 60 else { throw NoSuchTime() }
        let clock = time.prefix(3).map { YAMLTimestamp.padded($0, 2) }.joined(separator: ":")
        let fraction = time[3] == 0 ? "" : "." + YAMLTimestamp.padded(time[3], 6)
        isoformat = try date + "T" + clock + fraction + YAMLTimestamp.zone(match.offset)
    }

    /// Hours, minutes, seconds and millionths; the offset in minutes.
    private typealias Fields = (date: [Int], time: [Int]?, offset: Int?)

    private static func fields(of text: String) -> Fields? {
        var rest = text.utf8[...]
        guard rest.count >= 8, let year = number(&rest, 4...4), take("-", &rest) else { return nil }
        let (monthStart, month) = (rest, number(&rest, 1...2))
        guard let month, take("-", &rest) else { return nil }
        let (dayStart, day) = (rest, number(&rest, 1...2))
        guard let day else { return nil }
        let date = [year, month, day]
        if rest.isEmpty {
            // Alone, a date has two digits everywhere.
            let isFull = number(monthStart, has: 2) && number(dayStart, has: 2)
            return isFull ? (date, nil, nil) : nil
        }
        guard take("T", &rest) || take("t", &rest) || skipSpace(&rest) > 0 else { return nil }
        guard let hour = number(&rest, 1...2), take(":", &rest),
            let minute = number(&rest, 2...2), take(":", &rest),
            let second = number(&rest, 2...2)
        else { return nil }
        var millionths = 0
        if take(".", &rest) {
            let digits = rest.prefix { isDigit($0) }
            rest = rest[digits.endIndex...]
            let six = Substring(digits.prefix(6))
            millionths = Int(six + String(repeating: "0", count: 6 - six.utf8.count)) ?? 0
        }
        let time = [hour, minute, second, millionths]
        if rest.isEmpty { return (date, time, nil) }
        return offset(&rest).map { (date, time, $0) }
    }

    /// The offset in minutes at the end of the text; `nil` where there is something else.
    private static func offset(_ rest: inout Substring.UTF8View) -> Int? {
        _ = skipSpace(&rest)
        if take("Z", &rest) { return rest.isEmpty ? 0 : nil }
        let isNegative = rest.first == UInt8(ascii: "-")
        guard take("-", &rest) || take("+", &rest), let hours = number(&rest, 1...2) else {
            return nil
        }
        var minutes = hours * 60
        if take(":", &rest) {
            guard let more = number(&rest, 2...2) else { return nil }
            minutes += more
        }
        return rest.isEmpty ? (isNegative ? -minutes : minutes) : nil
    }

    private static func zone(_ offset: Int?) throws(NoSuchTime) -> String {
        guard let offset else { return "" }
        guard abs(offset) < 24 * 60 else { throw NoSuchTime() }
        let (hours, minutes) = abs(offset).quotientAndRemainder(dividingBy: 60)
        return "\(offset < 0 ? "-" : "+")\(padded(hours, 2)):\(padded(minutes, 2))"
    }

    private static func days(of month: Int, _ year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
    }

    private static func number(_ text: Substring.UTF8View, has count: Int) -> Bool {
        text.prefix { isDigit($0) }.count == count
    }

    private static func number(
        _ rest: inout Substring.UTF8View, _ widths: ClosedRange<Int>
    ) -> Int? {
        let digits = rest.prefix(widths.upperBound).prefix { isDigit($0) }
        guard widths ~= digits.count else { return nil }
        rest = rest[digits.endIndex...]
        return Int(Substring(digits))
    }

    private static func take(_ scalar: Unicode.Scalar, _ rest: inout Substring.UTF8View) -> Bool {
        guard let first = rest.first, first == UInt8(ascii: scalar) else { return false }
        rest = rest.dropFirst()
        return true
    }

    private static func skipSpace(_ rest: inout Substring.UTF8View) -> Int {
        let space = rest.prefix { $0 == 0x20 || $0 == 0x09 }
        rest = rest[space.endIndex...]
        return space.count
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(width - digits.utf8.count, 0)) + digits
    }
}
