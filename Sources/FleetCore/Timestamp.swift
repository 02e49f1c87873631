/// A moment by the controller's wall clock, in UTC, to the millisecond.
public struct Timestamp: Hashable, Comparable, Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    public let milliseconds: Int64

    /// Creates a moment from milliseconds since 1970.
    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// Orders by time.
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// The time from `earlier` to this moment; negative where the clock was set back between them.
    public func duration(since earlier: Timestamp) -> Duration {
        .milliseconds(milliseconds - earlier.milliseconds)
    }

    /// The moment `duration` later, cut to the millisecond.
    public func advanced(by duration: Duration) -> Timestamp {
        let (seconds, attoseconds) = duration.components
        return Timestamp(
            milliseconds: milliseconds + seconds * 1_000 + attoseconds / 1_000_000_000_000_000)
    }
}

extension Timestamp: CustomStringConvertible, LosslessStringConvertible, Codable {
    /// `2026-11-25T09:11:16.123Z`.
    public var description: String {
        let dayLength: Int64 = 86_400_000
        let day = Int64((Double(milliseconds) / Double(dayLength)).rounded(.down))
        let inDay = milliseconds - day * dayLength
        let (year, month, dayOfMonth) = Timestamp.civil(fromDay: day)
        let date = "\(padded(year, 4))-\(padded(month, 2))-\(padded(dayOfMonth, 2))"
        let hours = inDay / 3_600_000
        let minutes = inDay / 60_000 % 60
        let seconds = inDay / 1_000 % 60
        let time = "\(padded(hours, 2)):\(padded(minutes, 2)):\(padded(seconds, 2))"
        return "\(date)T\(time).\(padded(inDay % 1_000, 3))Z"
    }

    /// Creates a moment from the form that ``description`` has, or `nil` for any other.
    public init?(_ description: String) {
        let bytes = Array(description.utf8)
        let shape = Array("dddd-dd-ddTdd:dd:dd.dddZ".utf8)
        guard bytes.count == shape.count else { return nil }
        var digits: [Int64] = []
        for (byte, expected) in zip(bytes, shape) {
            if expected == UInt8(ascii: "d") {
                guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte else { return nil }
                digits.append(Int64(byte - UInt8(ascii: "0")))
            } else if byte != expected {
                return nil
            }
        }
        func number(_ range: Range<Int>) -> Int64 { digits[range].reduce(0) { $0 * 10 + $1 } }
        guard 1...12 ~= number(4..<6), 1...31 ~= number(6..<8) else { return nil }
        let day = Timestamp.day(
            fromYear: number(0..<4), month: number(4..<6), dayOfMonth: number(6..<8))
        let seconds = number(8..<10) * 3_600 + number(10..<12) * 60 + number(12..<14)
        self.milliseconds = day * 86_400_000 + seconds * 1_000 + number(14..<17)
    }

    /// Decodes the text form.
    public init(from decoder: any Decoder) throws {
        self = try decoder.decodeName { Timestamp($0) }
    }

    /// Encodes the text form.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    private func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    /// - Source: Howard Hinnant, "chrono-compatible low-level date algorithms", `civil_from_days`.
    private static func civil(fromDay day: Int64) -> (year: Int64, month: Int64, dayOfMonth: Int64)
    {
        let shifted = day + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let dayOfMonth = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfMonth)
    }

    /// - Source: the same, `days_from_civil`.
    private static func day(fromYear year: Int64, month: Int64, dayOfMonth: Int64) -> Int64 {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + dayOfMonth - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}
