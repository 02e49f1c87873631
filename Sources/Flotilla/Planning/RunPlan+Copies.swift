import FleetCore
import FleetDocuments
import FleetExecution

/// What can be known of copies before any host is contacted.
extension RunPlan {
    /// The mistakes of the steps that copy, each told once, with its place and the first of its hosts.
    func mistakesOfCopies(of book: Playbook) async -> [PlanError.Mistake] {
        var mistakes: [PlanError.Mistake] = []
        var looked: [String: FileTransferError?] = [:]
        let written = Dictionary(
            book.plays.flatMap(\.steps).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first }
        )
        for step in steps where step.work.copy != nil {
            var told: Set<String> = []
            for host in hosts where host.steps.contains(step.id) {
                guard let place = written[step.id]?.work.place, let copy = step.copy(for: host)
                else { continue }
                let mistake: PlanError.Mistake?
                if let refused = RunPlan.mistake(of: copy, step.id, host) {
                    mistake = refused
                } else if case .push(let source, _, _) = copy {
                    if looked[source] == nil {
                        looked[source] = .some(await FileOrder.mistake(of: source))
                    }
                    mistake = looked[source]?.map(RunPlan.mistake)
                } else {
                    mistake = nil
                }
                guard let mistake, told.insert(mistake.message).inserted else { continue }
                mistakes.append(PlanError.Mistake(mistake.code, "\(place): \(mistake.message)"))
            }
        }
        return mistakes
    }

    /// What a copy can't be done as, or to, on a host.
    private static func mistake(
        of copy: StepCopy, _ step: StepID, _ host: PlannedHost
    ) -> PlanError.Mistake? {
        if let user = host.policy(of: step).becomeUser, user != host.user {
            return PlanError.Mistake(
                .cannotBecome,
                "files are copied as the user who logs in, '\(host.user)', not as '\(user)'; add "
                    + "'become: false' to '\(step)', and move the copy by a command that has it")
        }
        let remote =
            switch copy {
            case .push(_, let target, _): target
            case .fetch(let source): source
            }
        guard RemotePath(remote) == nil else { return nil }
        return PlanError.Mistake(
            .badValue, "the path of '\(step)' on \(host.id) comes to '\(remote)'; name a file")
    }

    private static func mistake(_ error: FileTransferError) -> PlanError.Mistake {
        PlanError.Mistake(
            error.code == .notFound ? .noSuchFile : .unreadableFile, error.message)
    }
}
