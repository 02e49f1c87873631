import Foundation

/// Where an inventory is looked for when none is named.
enum InventorySearch {
    /// The names that are tried in the current folder, the first that exists being taken.
    static let names = ["flotilla.yaml", "inventory.yaml", "inventories/hosts.yaml"]

    /// The inventories to read: those that were named, else `$FLOTILLA_INVENTORY`, else one from the folder.
    ///
    /// - Throws: ``PlanError`` with `.noInventory`.
    static func sources(
        named: [String], environment: [String: String]
    ) throws(PlanError) -> [String] {
        if !named.isEmpty { return named }
        if let path = environment["FLOTILLA_INVENTORY"], !path.isEmpty { return [path] }
        if let path = names.first(where: { FileManager.default.fileExists(atPath: $0) }) {
            return [path]
        }
        throw PlanError(
            .noInventory,
            "no inventory: name a file or hosts with -i (`-i fleet.yaml`, `-i web1,web2`), set "
                + "FLOTILLA_INVENTORY, or run where there is one of \(names.joined(separator: ", "))"
        )
    }
}
