import FleetCore
import FleetDocuments

extension RunPlanner {
    /// What the chosen hosts ask for and can't be had.
    func refusals(
        of hosts: [InventoryHost], _ configured: [HostID: SSHConfigured], in inventory: Inventory
    ) -> [PlanError.Mistake] {
        refusals(ofTransports: hosts, configured) + RunPlanner.refusals(of: hosts, in: inventory)
    }

    /// What the variables of the chosen hosts ask for and can't be had: each told once, with the first of its hosts.
    private static func refusals(
        of hosts: [InventoryHost], in inventory: Inventory
    ) -> [PlanError.Mistake] {
        var order: [Diagnostic] = []
        var asking: [Diagnostic: [InventoryHost]] = [:]
        for host in hosts {
            for mistake in inventory.refusals(of: host, settings: host.settings) {
                if asking[mistake] == nil { order.append(mistake) }
                asking[mistake, default: []].append(host)
            }
        }
        return order.compactMap { mistake in
            guard let hosts = asking[mistake], let first = hosts.first else { return nil }
            let more = hosts.count > 1 ? " and \(hosts.count - 1) more" : ""
            return PlanError.Mistake(
                mistake.code == .badValue ? .badValue : .notYet,
                "\(mistake.place): host '\(first.id)'\(more): \(mistake.problem); \(mistake.remedy)"
            )
        }
    }
}
