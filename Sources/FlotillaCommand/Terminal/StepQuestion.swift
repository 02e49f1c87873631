import FleetCore

/// The question of `--step`: whether a step is to run.
struct StepQuestion {
    private let step: StepID

    init(_ step: StepID) { self.step = step }

    /// Asks until the answer is one; no answer at all means no.
    func answer() async -> StepAnswer {
        while !Task.isCancelled {
            let question = "run step '\(step)'? y(es), n(o), a(ll that follow as well): "
            guard let line = await Question.line(question) else { return .no }
            switch line.lowercased() {
            case "y", "yes": return .yes
            case "n", "no": return .no
            case "a", "all": return .always
            default: continue
            }
        }
        return .no
    }
}
