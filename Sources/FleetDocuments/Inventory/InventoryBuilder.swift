internal import FleetCore
internal import FleetYAML

/// What the files have said so far; ``build()`` makes the inventory of it.
struct InventoryBuilder {
    /// The most hosts of an inventory, and of a range: ranges are cheap to mistype.
    static let mostHosts = 100_000
    /// The most times that hosts are named, in all groups together.
    static let mostMentions = 2_000_000
    /// The most groups inside each other.
    static let deepestGroup = 64
    /// The most bytes of a file.
    static let mostBytes = YAMLLimits().bytes

    /// A group while its files are read.
    struct Group {
        let name: String
        let place: SourcePlace
        var settings = HostSettings()
        var vars: [String: Variable] = [:]
        var hosts: [Int] = []
        var children: [(name: String, place: SourcePlace)] = []
    }

    /// A host while its files are read.
    struct Host {
        let id: HostID
        let place: SourcePlace
        var settings: HostSettings?
        var vars: [String: Variable] = [:]
        var groups: [Int] = []
    }

    var defaults = LevelSettings()
    var vars: [String: Variable] = [:]
    var keys: [InventoryKey] = []
    /// The names of all keys, also of those that are not as they should be.
    var keyNames: Set<String> = []
    var scripts: [InventoryScript] = []
    var groups: [Group] = []
    var groupIndex: [String: Int] = [:]
    var hosts: [Host] = []
    var hostIndex: [String: Int] = [:]
    /// How often hosts were named.
    var mentions = 0
    /// Whether there were too many hosts.
    var isFull = false
    private var diagnostics: [Diagnostic] = []
    private var files = SourceFiles()

    /// How many mistakes there are so far.
    var mistakes: Int { diagnostics.count }

    /// Reads one file's content.
    mutating func add(_ content: [UInt8], named file: String, home: String) {
        files.add(file, content: content)
        var reader = DocumentReader(file: file, paths: PathBase(of: file, home: home))
        defer {
            diagnostics += reader.diagnostics
            files.hide(reader.secretLines, of: file)
        }
        guard !content.starts(with: "#!".utf8) else {
            reader.noteFile(
                .program, "this is a program",
                remedy: "inventory programs are not run yet; write its output to a file")
            return
        }
        let document = YAMLDocument(parsing: content)
        if let header = AnsibleShape.headerOfINI(content, document) {
            reader.note(
                .ansibleShape, at: header, "this is an Ansible inventory in INI form",
                remedy: "write 'groups:' and 'hosts:' in YAML instead")
            return
        }
        for fault in document.faults {
            reader.note(
                DiagnosticCode(fault.code), at: fault.mark, fault.problem, remedy: fault.remedy)
        }
        if let root = document.root, !root.isNull {
            if let shape = AnsibleShape(root) { return shape.refuse(in: &reader) }
            read(root, with: &reader)
        } else if document.faults.isEmpty {
            reader.noteEmpty()
        }
    }

    /// Notes that a file can't be read.
    mutating func refuse(_ error: FileReadingError, of file: String) {
        files.add(file, content: nil)
        diagnostics.append(
            Diagnostic(
                .unreadable, at: SourcePlace(file: file), error.problem, remedy: error.remedy))
    }

    /// Notes a mistake that shows only when all files are read.
    mutating func note(
        _ code: DiagnosticCode, at place: SourcePlace, _ problem: String, remedy: String
    ) {
        diagnostics.append(Diagnostic(code, at: place, problem, remedy: remedy))
    }

    /// Keeps a text that didn't come from a file, and gives the name that it has in messages.
    mutating func keep(_ text: String, as name: String) -> String {
        files.add(text, as: name)
    }

    /// Resolves everything.
    ///
    /// - Throws: All mistakes of all files.
    consuming func build() throws(InventoryError) -> Inventory {
        let order = check()
        guard diagnostics.isEmpty else { throw InventoryError(files.ordered(diagnostics)) }
        return InventoryResolver(self, depths: order).inventory()
    }
}

extension DocumentReader {
    /// Notes a mistake of the file as a whole.
    fileprivate mutating func noteFile(_ code: DiagnosticCode, _ problem: String, remedy: String) {
        append(Diagnostic(code, at: SourcePlace(file: file), problem, remedy: remedy))
    }

    fileprivate mutating func noteEmpty() {
        noteFile(
            .empty, "this file has no content", remedy: "name hosts in it, as 'hosts: { web1: }'")
    }
}
