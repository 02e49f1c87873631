import FleetCore
import FleetDocuments

extension PlaybookPlanner {
    /// What a playbook asks for and parts of a fleet can't have: that one host acts for all.
    static func refusals(
        of book: Playbook, playing plays: [Play], on shard: Shard
    ) -> [PlanError.Mistake] {
        guard shard.count > 1 else { return [] }
        let played = Set(plays.flatMap(\.steps).map(\.id))
        return book.plays.flatMap(\.steps)
            .filter { $0.runsOnce && played.contains($0.id) }
            .map { step in
                PlanError.Mistake(
                    .cannotShard,
                    "\(step.place): '\(step.id)' is to run once for all hosts (run_once), and would run "
                        + "once in each of the \(shard.count) shards, for they know nothing of one "
                        + "another; put it into a playbook of its own, and play that without --shard"
                )
            }
    }
}
