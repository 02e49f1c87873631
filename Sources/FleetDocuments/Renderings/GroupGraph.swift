internal import FleetCore

/// Groups and their hosts as a tree, in the form of `ansible-inventory --graph`.
public struct GroupGraph: CustomStringConvertible, Sendable {
    private let inventory: Inventory
    private let root: String

    /// After so many lines a group that was shown is not shown again: groups that share their children grow
    /// into more lines than anyone has.
    private static let manyLines = 200_000

    /// Prepares the tree below `root`; `nil` where there is no such group.
    public init?(_ inventory: Inventory, root: String = "all") {
        guard ["all", "ungrouped"].contains(root) || inventory.group(named: root) != nil else {
            return nil
        }
        self.inventory = inventory
        self.root = root
    }

    /// `@all:` and the tree below it, each line with its newline.
    public var description: String {
        var lines: [String] = []
        var shown: Set<String> = []
        append(root, depth: 0, to: &lines, shown: &shown)
        return lines.joined(separator: "\n") + "\n"
    }

    private func append(
        _ name: String, depth: Int, to lines: inout [String], shown: inout Set<String>
    ) {
        lines.append(line("@\(name):", depth))
        if !shown.insert(name).inserted, lines.count > GroupGraph.manyLines {
            lines.append(line("(as above)", depth + 1))
            return
        }
        let group = inventory.group(named: name)
        let children =
            name == "all"
            ? ["ungrouped"] + inventory.outermostGroups.map(\.name) : group?.children ?? []
        for child in children { append(child, depth: depth + 1, to: &lines, shown: &shown) }
        let hosts = name == "ungrouped" ? inventory.ungrouped : group?.hosts ?? []
        for host in hosts { lines.append(line(host.name, depth + 1)) }
    }

    private func line(_ text: String, _ depth: Int) -> String {
        depth == 0 ? text : String(repeating: "  |", count: depth) + "--" + text
    }
}
