import FleetDocuments

/// Runs inventory programs, as Ansible does: `--list`, and `--host NAME` for each host where that gives no `_meta`.
struct InventoryPrograms: Sendable {
    /// How long each run of a program may take.
    let limit: Duration

    /// How many run at once.
    private static let atOnce = 8

    /// What the programs at `paths` print.
    ///
    /// - Throws: All programs that failed.
    func outputs(of paths: [String]) async throws(InventoryError) -> [String: ProgramOutput] {
        var outputs: [String: ProgramOutput] = [:]
        var mistakes: [Diagnostic] = []
        let unique = paths.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        let results = await Several.run(unique, atOnce: InventoryPrograms.atOnce) { path in
            await output(of: path)
        }
        for (path, result) in zip(unique, results) {
            do throws(InventoryError) {
                outputs[path] = try result.get()
            } catch {
                mistakes += error.diagnostics
            }
        }
        guard mistakes.isEmpty else { throw InventoryError(mistakes) }
        return outputs
    }

    private func output(of path: String) async -> Result<ProgramOutput, InventoryError> {
        do throws(InventoryError) {
            var output = ProgramOutput(list: try await run(path, ["--list"]))
            let hosts = output.hostsToAsk
            let answers = await Several.run(hosts, atOnce: InventoryPrograms.atOnce) { host in
                await answer(of: path, about: host)
            }
            for (host, answer) in zip(hosts, answers) { output.hosts[host] = try answer.get() }
            return .success(output)
        } catch {
            return .failure(error)
        }
    }

    private func answer(
        of path: String, about host: String
    ) async -> Result<[UInt8], InventoryError> {
        do throws(InventoryError) {
            return .success(try await run(path, ["--host", host]))
        } catch {
            return .failure(error)
        }
    }

    private func run(_ path: String, _ arguments: [String]) async throws(InventoryError) -> [UInt8]
    {
        let program = BoundedProgram(path: path, arguments: arguments, limit: limit)
        do throws(BoundedProgram.Failure) {
            return try await program.run()
        } catch {
            let place = SourcePlace(file: ([path] + arguments).joined(separator: " "))
            let (problem, remedy) = words(for: error, program)
            throw InventoryError([Diagnostic(.program, at: place, problem, remedy: remedy)])
        }
    }

    private func words(
        for failure: BoundedProgram.Failure, _ program: BoundedProgram
    ) -> (problem: String, remedy: String) {
        switch failure {
        case .cannotStart(let reason):
            ("the inventory program can't be started: \(reason)", "check its first line")
        case .tookTooLong:
            (
                "the inventory program took longer than \(limit), and was ended",
                "give it more time with --inventory-timeout"
            )
        case .printedTooMuch:
            (
                "the inventory program printed more than \(program.mostBytes >> 20) MiB",
                "have it print less"
            )
        case .ended(let how, let errors):
            (
                "the inventory program ended with \(how)" + InventoryPrograms.quote(errors),
                "mend it, or run it by hand to see more"
            )
        }
    }

    /// The last lines that it said.
    private static func quote(_ errors: String) -> String {
        let lines = errors.split(whereSeparator: \.isNewline).suffix(5)
        return lines.isEmpty ? "" : " and said: " + lines.joined(separator: " / ")
    }
}
