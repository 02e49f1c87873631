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
        /// Of groups of the same depth the one of higher priority wins.
        var priority = 1
        /// Whether an Ansible inventory named it first: it may have a host's name.
        var isAnsible = false

        init(name: String, place: SourcePlace, isAnsible: Bool = false) {
            self.name = name
            self.place = place
            self.isAnsible = isAnsible
        }
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
    /// The groups that an Ansible inventory puts into `all`, in its order.
    var outermost: [Int] = []
    /// The hosts that an Ansible inventory puts into `ungrouped`, and the variables that it gives to them.
    var ungrouped: [Int] = []
    var ungroupedVars: [String: Variable] = [:]
    /// The files that are Ansible inventories.
    var ansibleFiles: Set<String> = []
    /// The folders that hold `group_vars` and `host_vars`, in the order of the sources.
    var variableFolders: [String] = []
    /// The variables that files give to groups, folder by folder, and to hosts.
    var groupFiles: [GroupFiles] = []
    var hostFiles: [String: [String: Variable]] = [:]
    /// What was passed over, as Ansible does.
    private(set) var warnings: [Diagnostic] = []
    /// How often hosts were named.
    var mentions = 0
    /// Whether there were too many hosts.
    var isFull = false
    /// The operator's home, for `~`.
    let home: String
    private var diagnostics: [Diagnostic] = []
    private var files = SourceFiles()

    init(home: String) { self.home = home }

    /// How many mistakes there are so far.
    var mistakes: Int { diagnostics.count }

    /// Reads one file's content.
    mutating func add(_ content: [UInt8], named file: String) {
        read(content, named: file) { builder, content, reader in
            builder.read(content, with: &reader)
        }
    }

    private mutating func read(_ content: [UInt8], with reader: inout DocumentReader) {
        guard !content.starts(with: "#!".utf8) else {
            return reader.noteFile(
                .program, "this is the text of a program",
                remedy: "name the file that it is in, and it is run")
        }
        if let root = JSONDocument(parsing: content)?.root, AnsibleShape(root) == .groups {
            return readAnsible(root, with: &reader)
        }
        let document = YAMLDocument(parsing: content)
        if let header = AnsibleShape.headerOfINI(content, document) {
            return reader.note(
                .ansibleShape, at: header, "this is an Ansible inventory in INI form",
                remedy: "turn it into YAML: ansible-inventory -i \(reader.file) --list --yaml")
        }
        switch document.root.flatMap(AnsibleShape.init) {
        case .groups:
            let (root, faults) = AnsibleDocument.read(content, parsed: document)
            reader.note(faults)
            if let root { readAnsible(root, with: &reader) }
        case .plugin(let mark):
            reader.note(
                .ansibleShape, at: mark, "this configures an Ansible inventory plugin",
                remedy: "name a program that runs: ansible-inventory -i \(reader.file) --list")
        case nil:
            reader.note(document.faults)
            if let root = document.root, !root.isNull {
                read(root, with: &reader)
            } else if document.faults.isEmpty {
                reader.noteEmpty()
            }
        }
    }

    /// Has `body` read a text, and keeps what it notes.
    mutating func read<Result>(
        _ content: [UInt8], named file: String,
        _ body: (inout InventoryBuilder, [UInt8], inout DocumentReader) -> Result
    ) -> Result {
        files.add(file, content: content)
        var reader = DocumentReader(file: file, paths: PathBase(of: file, home: home))
        let result = body(&self, content, &reader)
        diagnostics += reader.diagnostics
        warnings += reader.warnings
        files.hide(reader.secretLines, of: file)
        return result
    }

    /// Notes that a file can't be read.
    mutating func refuse(_ error: FileReadingError, of file: String) {
        refuse(.unreadable, file, error.problem, remedy: error.remedy)
    }

    /// Notes a mistake of a file that isn't read.
    mutating func refuse(
        _ code: DiagnosticCode, _ file: String, _ problem: String, remedy: String
    ) {
        files.add(file, content: nil)
        note(code, at: SourcePlace(file: file), problem, remedy: remedy)
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
        if diagnostics.isEmpty { readVariableFiles() }
        guard diagnostics.isEmpty else { throw InventoryError(files.ordered(diagnostics)) }
        warnings = files.ordered(warnings)
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
