/// The binary digits of pi, which Blowfish begins with.
///
/// Worked out instead of written down: a table of 1,042 numbers can hide an error, this can't.
enum PiDigits {
    /// The digits behind the point, in words of 32 bits; as many as Blowfish has subkeys and tables.
    static let fraction: [UInt32] = {
        let count = 18 + 4 * 256
        // Two words more, for the errors of rounding.
        let size = count + 2
        // J. Machin (1706): pi / 4 = 4 arctan(1/5) - arctan(1/239).
        var pi = arctangent(ofInverse: 5, times: 16, size)
        subtract(arctangent(ofInverse: 239, times: 4, size), from: &pi)
        // The first word is the 3 before the point.
        return Array(pi[1...count])
    }()

    /// `factor` times arctan(1/`x`), as a whole word and `size` words of fraction.
    private static func arctangent(
        ofInverse x: UInt64, times factor: UInt64, _ size: Int
    ) -> [UInt32] {
        var power = [UInt32](repeating: 0, count: size + 1)
        power[0] = UInt32(factor)
        divide(&power, by: x, from: 0)
        var sum = power
        var odd: UInt64 = 1
        var first = 0
        while true {
            // x * x is at most 57,121, so each step of the division fits into 64 bits.
            divide(&power, by: x * x, from: first)
            while first < power.count, power[first] == 0 { first += 1 }
            guard first < power.count else { return sum }
            odd += 2
            var term = power
            divide(&term, by: odd, from: first)
            if odd % 4 == 3 { subtract(term, from: &sum) } else { add(term, to: &sum) }
        }
    }

    private static func divide(_ number: inout [UInt32], by divisor: UInt64, from first: Int) {
        number.withUnsafeMutableBufferPointer { digits in
            var remainder: UInt64 = 0
            var index = first
            while index < digits.count {
                let value = remainder << 32 | UInt64(digits[index])
                digits[index] = UInt32(value / divisor)
                remainder = value % divisor
                index += 1
            }
        }
    }

    private static func add(_ term: [UInt32], to sum: inout [UInt32]) {
        var carry: UInt64 = 0
        for index in sum.indices.reversed() {
            let value = UInt64(sum[index]) + UInt64(term[index]) + carry
            sum[index] = UInt32(truncatingIfNeeded: value)
            carry = value >> 32
        }
    }

    private static func subtract(_ term: [UInt32], from sum: inout [UInt32]) {
        var borrow: Int64 = 0
        for index in sum.indices.reversed() {
            let value = Int64(sum[index]) - Int64(term[index]) - borrow
            sum[index] = UInt32(truncatingIfNeeded: value)
            borrow = value < 0 ? 1 : 0
        }
    }
}
