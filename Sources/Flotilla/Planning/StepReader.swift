import FleetCore
import FleetDocuments
import Foundation

/// Finds the scripts of the steps that are wanted, and reads them.
struct StepReader {
    /// The largest script, in bytes: it is held in memory, and sent to each host.
    static let mostBytes = 64 << 20

    let inventory: Inventory
    private(set) var mistakes: [PlanError.Mistake] = []
    private var names: Set<StepID> = []

    init(_ inventory: Inventory) { self.inventory = inventory }

    /// A step with its script, if it has one, and what the inventory says about the script's jobs.
    struct Step {
        let id: StepID
        let work: StepWork
        let job: JobSettings
    }

    /// Reads one step; what is wrong with it is noted.
    mutating func step(_ wish: StepWish) -> Step? {
        switch wish {
        case .command(let command):
            guard !command.utf8.contains(0) else {
                note(.badValue, "the command holds a NUL byte, which no shell can take")
                return nil
            }
            let script = Script(source: command, content: Array("\(command)\n".utf8))
            return named(StepID(cleaning: "exec"), script, JobSettings())
        case .script(let name, let arguments):
            for argument in arguments where argument.utf8.contains(0) {
                note(
                    .badValue,
                    "an argument of '\(name)' holds a NUL byte, which no program can take")
                return nil
            }
            if let known = inventory.script(named: name) { return step(known, arguments) }
            return step(atPath: name, arguments)
        }
    }

    private mutating func step(_ known: InventoryScript, _ arguments: [String]) -> Step? {
        guard let content = read(known.file.value, saidAt: known.file.place) else { return nil }
        let script = Script(
            source: known.file.value, content: content,
            arguments: arguments.isEmpty ? known.arguments : arguments,
            environment: known.environment)
        return named(known.name, script, known.job)
    }

    private mutating func step(atPath path: String, _ arguments: [String]) -> Step? {
        if !path.contains("/"), !FileManager.default.fileExists(atPath: path) {
            let near = inventory.scriptName(near: path).map { "; did you mean '\($0)'?" } ?? ""
            let known = inventory.scripts.map(\.name.name).joined(separator: ", ")
            let list = known.isEmpty ? "it names none" : "it has \(known)"
            note(
                .noSuchScript,
                "no script '\(path)': there is no such file, and none in the inventory (\(list))\(near)"
            )
            return nil
        }
        guard let content = read(path, saidAt: nil) else { return nil }
        let script = Script(source: path, content: content, arguments: arguments)
        let file = path.split(separator: "/").last.map(String.init) ?? path
        return named(StepID(cleaning: file), script, JobSettings())
    }

    private mutating func named(_ id: StepID, _ script: Script, _ job: JobSettings) -> Step? {
        // The same script twice is two steps; both show in the summary.
        Step(id: StepID(id, besides: &names), work: .script(script), job: job)
    }

    mutating func read(_ path: String, saidAt place: SourcePlace?) -> [UInt8]? {
        let origin = place.map { "\($0): " } ?? ""
        do {
            let values = try URL(fileURLWithPath: path).resourceValues(
                forKeys: [.isDirectoryKey, .fileSizeKey])
            if values.isDirectory == true {
                note(.unreadableScript, "\(origin)script '\(path)' is a folder")
                return nil
            }
            if let size = values.fileSize, size > StepReader.mostBytes {
                note(
                    .unreadableScript,
                    "\(origin)script '\(path)' has \(size >> 20) MB; the most is "
                        + "\(StepReader.mostBytes >> 20) MB: send data beside it, not in it")
                return nil
            }
            return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        } catch let error as CocoaError where error.code == .fileReadNoSuchFile {
            note(.noSuchScript, "\(origin)no script at '\(path)'")
        } catch let error as CocoaError where error.code == .fileReadNoPermission {
            note(.unreadableScript, "\(origin)script '\(path)' can't be read: permission denied")
        } catch {
            note(
                .unreadableScript,
                "\(origin)script '\(path)' can't be read: \(error.localizedDescription)")
        }
        return nil
    }

    mutating func note(_ code: PlanError.Code, _ message: String) {
        mistakes.append(PlanError.Mistake(code, message))
    }
}
