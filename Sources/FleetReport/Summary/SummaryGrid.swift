import FleetCore

/// The rows of the summary in aligned columns.
struct SummaryGrid {
    /// The lines, the heading first.
    let lines: [String]

    private struct Column {
        let heading: String
        let cells: [String]
        var isNumber = false
        var inks: [Ink]?

        var width: Int { ([heading] + cells).map(\.count).max() ?? 0 }
    }

    /// The blanks between columns.
    private static let gap = 2
    /// Hosts that are well get no wider a cell, lest the others' words stand far from their names.
    private static let widestGoodHosts = 48
    /// A host's cell is never cut below this.
    private static let narrowestHost = 20

    init(_ rows: [SummaryRow], summary: RunSummary, options: SummaryTable.Options) {
        var columns = [Column(heading: "host", cells: rows.map(SummaryGrid.hosts))]
        if summary.hasSeveralSteps {
            columns.append(Column(heading: "step", cells: rows.map(\.first.job.step.name)))
        }
        columns.append(
            Column(heading: "status", cells: rows.map(\.status), inks: rows.map(\.ink)))
        columns.append(Column(heading: "exit", cells: rows.map(\.exit), isNumber: true))
        columns += SummaryGrid.counts("reboots", rows.map(\.first.reboots.count))
        columns += SummaryGrid.counts("reconnects", rows.map(\.first.reconnects))
        columns += SummaryGrid.counts("starts", rows.map(\.first.starts), usual: 0...1)
        columns.append(Column(heading: "time", cells: rows.map(\.time), isNumber: true))
        columns.append(Column(heading: "lines", cells: rows.map(\.lines), isNumber: true))
        if let log = options.log, rows.allSatisfy({ $0.jobs.count == 1 }) {
            let cells = rows.map { $0.first.hasLog ? log($0.first.job) : "-" }
            let logs = Column(heading: "log", cells: cells)
            if SummaryGrid.width(of: columns + [logs]) <= options.columns { columns.append(logs) }
        }
        SummaryGrid.narrowHosts(in: &columns, to: options.columns)
        let heading = SummaryGrid.line(columns.map { ($0, $0.heading, .plain) }, usesColor: false)
        self.lines =
            [Ink.strong.paint(heading, usesColor: options.usesColor)]
            + rows.indices.map { row in
                SummaryGrid.line(
                    columns.map { ($0, $0.cells[row], $0.inks?[row] ?? .plain) },
                    usesColor: options.usesColor)
            }
    }

    private static func hosts(of row: SummaryRow) -> String {
        row.first.end?.isGood == true ? cut(row.hosts, to: widestGoodHosts) : row.hosts
    }

    /// A column of numbers, if any of them is unusual; usual ones are shown as `-`.
    private static func counts(
        _ heading: String, _ numbers: [Int], usual: ClosedRange<Int> = 0...0
    ) -> [Column] {
        guard numbers.contains(where: { !usual.contains($0) }) else { return [] }
        let cells = numbers.map { usual.contains($0) ? "-" : $0.grouped }
        let inks = numbers.map { usual.contains($0) ? Ink.plain : .warning }
        return [Column(heading: heading, cells: cells, isNumber: true, inks: inks)]
    }

    private static func width(of columns: [Column]) -> Int {
        columns.map(\.width).reduce(0, +) + gap * (columns.count - 1)
    }

    /// Folded names may be long; they give way, for the reasons below name all hosts in trouble in
    /// full.
    private static func narrowHosts(in columns: inout [Column], to most: Int) {
        let excess = width(of: columns) - most
        guard excess > 0 else { return }
        let room = max(narrowestHost, columns[0].width - excess)
        columns[0] = Column(
            heading: columns[0].heading, cells: columns[0].cells.map { cut($0, to: room) })
    }

    /// Cuts a folded name but keeps the number of hosts behind it: `web[01-40],db... (180)`.
    private static func cut(_ cell: String, to room: Int) -> String {
        guard cell.count > room, let count = cell.lastIndex(of: " ") else {
            return cell.contains(" ") ? cell : DisplayText.cut(cell, to: max(room, cell.count))
        }
        return DisplayText.cut(String(cell[..<count]), to: room - cell[count...].count)
            + cell[count...]
    }

    private static func line(_ cells: [(Column, String, Ink)], usesColor: Bool) -> String {
        var line = ""
        for (index, (column, cell, ink)) in cells.enumerated() {
            let blanks = String(repeating: " ", count: max(0, column.width - cell.count))
            let painted = ink.paint(cell, usesColor: usesColor)
            let isLast = index == cells.count - 1
            line += column.isNumber ? blanks + painted : painted + (isLast ? "" : blanks)
            if !isLast { line += String(repeating: " ", count: gap) }
        }
        return line
    }
}
