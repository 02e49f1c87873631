/// Host names folded into ranges: `web[01-40,42].example.com db1`.
///
/// Names that differ in one number only become one pattern. Where several numbers could vary, the
/// one that gives the fewest patterns does. Numbers with leading zeros keep them: `[01-10]` and
/// `[1-10]` are never mixed, so the ranges can be expanded back to exactly the names.
public struct HostRanges: Hashable, Sendable, CustomStringConvertible {
    /// The patterns, in the order in which their first names came.
    public let patterns: [String]
    /// How many names were folded; a name that came twice counts once.
    public let count: Int

    /// The patterns with a comma between: `web[01-40,42],db1`.
    public var description: String { patterns.joined(separator: ",") }

    /// Folds names.
    public init(_ names: some Sequence<String>) {
        var seen: Set<String> = []
        let unique = names.filter { seen.insert($0).inserted }
        self.count = unique.count
        let split = unique.enumerated().map { SplitName($1, order: $0) }
        let byShape = Dictionary(grouping: split, by: \.shape)
        self.patterns = byShape.values
            .flatMap(HostRanges.foldOneShape)
            .sorted { $0.order < $1.order }
            .map(\.text)
    }

    private typealias Pattern = (order: Int, text: String)

    /// Names of one shape differ in their numbers only.
    private static func foldOneShape(_ names: [SplitName]) -> [Pattern] {
        let positions = names.first?.numbers.indices ?? 0..<0
        let foldings = positions.map { position in
            Dictionary(grouping: names) { $0.rest(without: position) }
        }
        // Later numbers win a tie: in dc1-web2 it is the web that varies.
        let best = foldings.indices.reversed().min { foldings[$0].count < foldings[$1].count }
        guard let best else { return names.map { ($0.order, $0.text) } }
        return foldings[best].values.flatMap { foldOneNumber($0, at: best) }
    }

    /// Names that differ in the number at `position` only, apart by how it is padded.
    private static func foldOneNumber(_ names: [SplitName], at position: Int) -> [Pattern] {
        let numbers = names.map { $0.numbers[position] }
        let paddedWidths = Set(numbers.filter(\.isPadded).map(\.digits.count))
        let byWidth = Dictionary(grouping: names) { name in
            let width = name.numbers[position].digits.count
            return paddedWidths.contains(width) ? width : 0
        }
        return byWidth.values.map { group in
            let sorted = group.sorted { $0.numbers[position].value < $1.numbers[position].value }
            let order = group.map(\.order).min() ?? 0
            guard sorted.count > 1 else { return (order, sorted[0].text) }
            let ranges = ranges(of: sorted.map { $0.numbers[position] })
            return (order, sorted[0].text(replacing: position, with: "[\(ranges)]"))
        }
    }

    private static func ranges(of numbers: [SplitName.Number]) -> String {
        var runs: [(first: SplitName.Number, last: SplitName.Number)] = []
        for number in numbers {
            if let run = runs.last, number.value == run.last.value + 1 {
                runs[runs.count - 1].last = number
            } else {
                runs.append((number, number))
            }
        }
        return runs.map { run in
            run.first.value == run.last.value
                ? run.first.digits : "\(run.first.digits)-\(run.last.digits)"
        }.joined(separator: ",")
    }
}

/// A name cut into text and numbers, which alternate.
private struct SplitName {
    struct Number {
        let digits: String
        let value: Int
        var isPadded: Bool { digits.count > 1 && digits.first == "0" }
    }

    let text: String
    let order: Int
    /// The parts that are text; one more than there are numbers.
    private(set) var texts: [String] = [""]
    private(set) var numbers: [Number] = []

    /// What names must share to be folded together.
    var shape: [String] { texts }

    init(_ name: String, order: Int) {
        self.text = name
        self.order = order
        var digits = ""
        for character in name {
            if ("0"..."9").contains(character) {
                digits.append(character)
            } else {
                endNumber(&digits)
                texts[texts.count - 1].append(character)
            }
        }
        endNumber(&digits)
    }

    func rest(without position: Int) -> [String] {
        numbers.indices.filter { $0 != position }.map { numbers[$0].digits }
    }

    func text(replacing position: Int, with range: String) -> String {
        var name = texts[0]
        for (index, number) in numbers.enumerated() {
            name += (index == position ? range : number.digits) + texts[index + 1]
        }
        return name
    }

    private mutating func endNumber(_ digits: inout String) {
        guard !digits.isEmpty else { return }
        // Longer digits than fit into an Int (a hash in a name) are text.
        if digits.count <= 18, let value = Int(digits) {
            numbers.append(Number(digits: digits, value: value))
            texts.append("")
        } else {
            texts[texts.count - 1] += digits
        }
        digits = ""
    }
}
