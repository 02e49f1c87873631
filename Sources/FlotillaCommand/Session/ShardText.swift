import Flotilla
import Foundation

extension RunPlan {
    /// Says that there is nothing to do where all hosts are of other parts of the fleet: that is no mistake.
    func tellIfEmpty() {
        guard let shard, hosts.isEmpty else { return }
        Output.write(
            "no host is of shard \(shard): there is nothing to do here\n", to: .standardError)
    }
}
