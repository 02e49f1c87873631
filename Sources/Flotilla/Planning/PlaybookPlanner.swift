import FleetCore
import FleetDocuments
import FleetExecution

/// Puts a playbook and an inventory together: which hosts each play has, and what its steps run.
struct PlaybookPlanner {
    /// A step of the playbook, with its script read, if it has one, and what it and its play say about its jobs.
    struct Step {
        let id: StepID
        let work: StepWork
        let job: JobSettings
    }

    private let inventory: Inventory
    private let wish: RunWish
    private(set) var plays: [Play] = []
    private(set) var steps: [Step] = []
    /// The hosts of all plays, in the order in which they get their first turn.
    private(set) var hosts: [InventoryHost] = []
    private(set) var mistakes: [PlanError.Mistake] = []
    private var known: Set<HostID> = []
    private var reader: StepReader

    /// Resolves `book`.
    ///
    /// - Throws: `PatternError` for a limit that chooses nothing.
    init(_ book: Playbook, in inventory: Inventory, _ wish: RunWish) throws {
        self.inventory = inventory
        self.wish = wish
        self.reader = StepReader(inventory)
        let allowed =
            wish.limits.isEmpty ? nil : Set(try wish.pattern.hosts(in: inventory).map(\.id))
        let dropped = stepsBefore(wish.startAt, in: book)
        for play in book.plays { add(play, allowed: allowed, without: dropped) }
        mistakes += reader.mistakes
        if mistakes.isEmpty, plays.isEmpty {
            note(.noHosts, "no play of '\(book.file)' has a host that -l leaves, and a step")
        }
        if mistakes.isEmpty { checkConditions(of: book) }
        if let shard = wish.shard {
            mistakes += PlaybookPlanner.refusals(of: book, playing: plays, on: shard)
            keep(shard)
        }
    }

    /// Leaves the plays the hosts of one part of the fleet: what holds for the whole has been checked on the whole.
    private mutating func keep(_ shard: Shard) {
        plays = plays.compactMap { play in
            var play = play
            play.hosts.removeAll { !shard.holds($0) }
            return play.hosts.isEmpty ? nil : play
        }
        let left = Set(plays.flatMap(\.steps).map(\.id))
        steps.removeAll { !left.contains($0.id) }
        hosts.removeAll { !shard.holds($0.id) }
    }

    private mutating func add(
        _ play: PlaybookPlay, allowed: Set<HostID>?, without dropped: Set<StepID>
    ) {
        let stages = play.stages.map { $0.filter { !dropped.contains($0.id) } }
            .filter { !$0.isEmpty }
        // All steps are looked at, whether or not they run this time.
        for step in play.steps {
            guard let read = reader.step(step) else { continue }
            let job = read.job.over(play.job)
            if !dropped.contains(step.id) {
                steps.append(Step(id: step.id, work: read.work, job: job))
            }
        }
        let chosen = hosts(of: play).filter { allowed?.contains($0.id) ?? true }
        guard !chosen.isEmpty, !stages.isEmpty else {
            let ids = Set(play.steps.map(\.id))
            return steps.removeAll { ids.contains($0.id) }
        }
        hosts += chosen.filter { known.insert($0.id).inserted }
        var resolved = Play(
            name: play.name, hosts: chosen.map(\.id),
            stages: stages.map { $0.map { PlayStep($0) } })
        resolved.limits = ScheduleLimits(wish.fleet.over(play.fleet).over(inventory.fleet))
        resolved.perHost = (wish.host.perHost ?? play.perHost)?.value
        resolved.isEndedByAnyFailure = play.isEndedByAnyFailure
        plays.append(resolved)
    }

    private mutating func hosts(of play: PlaybookPlay) -> [InventoryHost] {
        do throws(PatternError) {
            return try play.pattern.value.hosts(in: inventory)
        } catch {
            let place = play.pattern.place.map { "\($0): " } ?? ""
            note(
                .noHosts, "\(place)hosts '\(error.pattern)': \(error.problem); \(error.remedy)")
            return []
        }
    }

    private mutating func stepsBefore(_ name: String?, in book: Playbook) -> Set<StepID> {
        guard let name else { return [] }
        let all = book.plays.flatMap(\.steps).map(\.id)
        guard let index = all.firstIndex(of: StepID(cleaning: name)) else {
            let near = NearestName.suggestion(
                for: name, in: all.map(\.name),
                otherwise: "it has \(all.map(\.name).joined(separator: ", "))")
            note(.noSuchStep, "'\(book.file)' has no step '\(name)' to start at; \(near)")
            return []
        }
        return Set(all[..<index])
    }

    private mutating func note(_ code: PlanError.Code, _ message: String) {
        mistakes.append(PlanError.Mistake(code, message))
    }

    // MARK: What shows only on hosts

    /// A condition on a step that no host of both runs can never hold.
    private mutating func checkConditions(of book: Playbook) {
        var runners: [StepID: Set<HostID>] = [:]
        for play in plays {
            for step in play.steps { runners[step.id] = Set(play.hosts) }
        }
        for step in book.plays.flatMap(\.steps) {
            guard let own = runners[step.id] else { continue }
            for condition in step.conditions {
                let theirs = runners[condition.value.step] ?? []
                guard own.isDisjoint(with: theirs) else { continue }
                let place = condition.place.map { "\($0): " } ?? ""
                note(
                    .neverRuns,
                    "\(place)'\(step.id)' can never run: '\(condition.value.step)' runs on none of "
                        + "its hosts")
            }
        }
    }

    /// Notes what texts name that hosts don't have.
    mutating func checkVariables(
        of book: Playbook, in environments: [HostID: [EnvironmentVariable]]
    ) {
        let names = environments.mapValues { Set($0.map(\.name)) }
        let hosts = Dictionary(
            uniqueKeysWithValues: plays.flatMap { play in play.steps.map { ($0.id, play.hosts) } })
        for step in book.plays.flatMap(\.steps) {
            checkCommand(of: step, names: (hosts[step.id] ?? []).compactMap { names[$0] })
            let named = step.variableTexts.flatMap { text in
                text.value.names.map { ($0, text.place) }
            }
            for (name, place) in named {
                let lacking = (hosts[step.id] ?? []).filter { host in
                    names[host]?.contains(EnvironmentOfVariables.prefix + name) != true
                }
                guard !lacking.isEmpty else { continue }
                let shown = lacking.prefix(3).map(\.name).joined(separator: ", ")
                let more = lacking.count > 3 ? " and \(lacking.count - 3) more" : ""
                note(
                    .unknownVariable,
                    "\(place.map { "\($0): " } ?? "")no variable '\(name)' on \(shown)\(more); set "
                        + "it in the inventory or with -e, as a single value")
            }
        }
    }
}

extension PlaybookPlanner {
    /// A command that asks the host's shell for a variable that only the inventory has: it would find nothing.
    private mutating func checkCommand(of step: PlaybookStep, names: [Set<String>]) {
        guard case .command(let text) = step.work.value else { return }
        let known = names.reduce(into: Set<String>()) { $0.formUnion($1) }
            .map { String($0.dropFirst(EnvironmentOfVariables.prefix.count)) }
        for name in known.sorted() where text.contains("${\(name)}") {
            guard !step.environment.contains(where: { $0.name == name }) else { continue }
            note(
                .unknownVariable,
                "\(step.work.place.map { "\($0): " } ?? "")'${\(name)}' in a command is the shell's, which "
                    + "has no such variable; write $\(EnvironmentOfVariables.prefix)\(name), or add "
                    + "env: { \(name): \"${\(name)}\" }")
        }
    }
}

extension PlayStep {
    fileprivate init(_ step: PlaybookStep) {
        self.init(id: step.id)
        onFailure = step.onFailure
        conditions = step.conditions.map(\.value)
        runsOnce = step.runsOnce
    }
}
