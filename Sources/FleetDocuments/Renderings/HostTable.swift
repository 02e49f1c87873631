internal import FleetCore

/// Hosts in aligned columns: name, address, user, groups.
public struct HostTable: CustomStringConvertible, Sendable {
    private let rows: [[String]]

    /// Prepares the table.
    public init(_ hosts: [InventoryHost]) {
        let header = ["HOST", "ADDRESS", "USER", "GROUPS"]
        rows =
            [header]
            + hosts.map { host in
                [
                    host.id.name, host.machine.description, host.settings.user?.value ?? "-",
                    host.groups.isEmpty ? "-" : host.groups.joined(separator: ","),
                ]
            }
    }

    /// One line for each host below a header, each with its newline.
    public var description: String {
        let widths = rows[0].indices.map { column in
            rows.lazy.map { $0[column].count }.max() ?? 0
        }
        var text = ""
        for row in rows {
            for (cell, width) in zip(row, widths).dropLast() {
                text += cell
                text += String(repeating: " ", count: width - cell.count + 2)
            }
            text += row.last ?? ""
            text += "\n"
        }
        return text
    }
}
