import FleetCore
import FleetDocuments
import Foundation

extension StepReader {
    /// Reads one step of a playbook; what is wrong with it is noted, with its place.
    ///
    /// What the inventory says about a script holds where the playbook says nothing.
    mutating func step(_ step: PlaybookStep) -> Step? {
        let own = step.environment.compactMap {
            EnvironmentVariable(name: $0.name, value: $0.value.value.text)
        }
        let arguments = step.arguments?.map(\.value.text)
        switch step.work.value {
        case .command(let command):
            let script = Script(
                source: command, content: Array("\(command)\n".utf8), environment: own)
            return Step(id: step.id, work: .script(script), job: step.job)
        case .script(let name, let path):
            let known = inventory.script(named: name)
            guard let content = content(of: known, at: path, named: name, saidAt: step.work.place)
            else { return nil }
            let plain = known?.arguments.map(VariableText.escaping) ?? []
            let theirs = known?.environment.compactMap {
                EnvironmentVariable(name: $0.name, value: VariableText.escaping($0.value))
            }
            let script = Script(
                source: known?.file.value ?? path, content: content, arguments: arguments ?? plain,
                environment: (theirs ?? []) + own)
            return Step(
                id: step.id, work: .script(script),
                job: known.map { step.job.over($0.job) } ?? step.job)
        case .push(let file, let target, let mode):
            let copy = StepCopy.push(
                StepReader.absolute(file.value.text), to: target.value.text, mode: mode)
            return Step(id: step.id, work: .copy(copy), job: step.job)
        case .fetch(let file):
            return Step(id: step.id, work: .copy(.fetch(file.value.text)), job: step.job)
        }
    }

    /// A run may be resumed from another folder.
    private static func absolute(_ path: String) -> String {
        let folder = FileManager.default.currentDirectoryPath
        return path.hasPrefix("/") ? path : "\(VariableText.escaping(folder))/\(path)"
    }

    private mutating func content(
        of known: InventoryScript?, at path: String, named name: String, saidAt place: SourcePlace?
    ) -> [UInt8]? {
        if let known { return read(known.file.value, saidAt: known.file.place) }
        guard FileManager.default.fileExists(atPath: path) else {
            let origin = place.map { "\($0): " } ?? ""
            let near = inventory.scriptName(near: name).map { "; did you mean '\($0)'?" } ?? ""
            note(
                .noSuchScript,
                "\(origin)no script '\(name)': the inventory names none, and there is no file "
                    + "'\(path)'\(near)")
            return nil
        }
        return read(path, saidAt: place)
    }
}
