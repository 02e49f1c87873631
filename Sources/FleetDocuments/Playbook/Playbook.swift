internal import FleetYAML

/// Scripts in order on chosen hosts, as a file describes them.
///
/// It names scripts and hosts that an inventory has; whether it has them shows when both are put together.
public struct Playbook: Hashable, Sendable {
    /// The file's path as the operator gave it.
    public let file: String
    /// The plays, in the order in which they are carried out; never none.
    public let plays: [PlaybookPlay]

    /// The most bytes of a playbook.
    static let mostBytes = YAMLLimits().bytes

    /// Reads the playbook in a file.
    ///
    /// - Parameter home: The operator's home, for `~`.
    /// - Throws: All its mistakes.
    public static func load(_ file: String, home: String) throws(PlaybookError) -> Playbook {
        let content: [UInt8]
        do throws(FileReadingError) {
            content = try FileReading.bytes(of: file, most: mostBytes)
        } catch {
            throw PlaybookError([
                Diagnostic(
                    .playbookUnreadable, at: SourcePlace(file: file), error.problem,
                    remedy: error.remedy)
            ])
        }
        return try parsed(content, named: file, home: home)
    }

    /// Reads one text as if it were the file of that name.
    ///
    /// - Parameter home: The operator's home; unless given, `~` stays as it is.
    /// - Throws: All its mistakes.
    public static func parse(
        _ text: String, named file: String = "play.yaml", home: String = "~"
    ) throws(PlaybookError) -> Playbook {
        try parsed(Array(text.utf8), named: file, home: home)
    }

    private static func parsed(
        _ content: [UInt8], named file: String, home: String
    ) throws(PlaybookError) -> Playbook {
        var files = SourceFiles()
        files.add(file, content: content)
        var reader = DocumentReader(
            file: file, paths: PathBase(of: file, home: home), keys: .playbook)
        let document = YAMLDocument(parsing: content)
        for fault in document.faults {
            reader.note(
                DiagnosticCode(fault.code), at: fault.mark, fault.problem, remedy: fault.remedy)
        }
        var plays: [PlaybookPlay] = []
        if let root = document.root, !root.isNull {
            plays = reader.plays(root)
        } else if document.faults.isEmpty {
            reader.append(
                Diagnostic(
                    .playbookEmpty, at: SourcePlace(file: file), "this file has no content",
                    remedy: "write a play: '- hosts: web', and below it 'steps:'"))
        }
        let diagnostics = reader.diagnostics + PlaybookCheck(plays).diagnostics
        guard diagnostics.isEmpty else {
            files.hide(reader.secretLines, of: file)
            throw PlaybookError(files.ordered(diagnostics.map(\.ofPlaybook)))
        }
        return Playbook(file: file, plays: plays)
    }
}
