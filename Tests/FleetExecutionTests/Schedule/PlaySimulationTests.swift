import FleetCore
import Testing

@testable import FleetExecution

@Suite("A playbook, whatever it is and whatever happens")
struct PlaySimulationTests {
    @Test("keeps every promise, and each job ends once", arguments: [0.0, 0.05])
    func keepsPromises(deathRate: Double) {
        var deaths = 0
        var words: [Outcome.Word: Int] = [:]
        for seed in 0..<1_500 as Range<UInt64> {
            let book = RandomPlaybook(seed: seed)
            let simulation = PlaySimulation(book, seed: seed, deathRate: deathRate)
            deaths += simulation.deaths
            for outcome in simulation.ends.values { words[outcome.word, default: 0] += 1 }
            #expect(simulation.faults == [], "seed \(seed)")
            #expect(simulation.starts.values.allSatisfy { $0 == 1 }, "seed \(seed)")
            guard simulation.faults.isEmpty else { return }
        }
        // A simulation in which nothing goes wrong would prove nothing.
        #expect((deaths > 500) == (deathRate > 0))
        for word in [Outcome.Word.ok, .failed, .unreachable, .lost, .skipped] {
            #expect(words[word, default: 0] > 200, "\(word)")
        }
    }
}
