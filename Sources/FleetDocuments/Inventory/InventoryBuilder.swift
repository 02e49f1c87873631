internal import FleetCore
internal import FleetYAML

/// What the files have said so far; ``build()`` makes the inventory of it.
struct InventoryBuilder {
    /// The most hosts of an inventory, counted as often as they are named: ranges are cheap to mistype.
    static let mostHosts = 100_000
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
    var scripts: [InventoryScript] = []
    var groups: [Group] = []
    var groupIndex: [String: Int] = [:]
    var hosts: [Host] = []
    var hostIndex: [String: Int] = [:]
    /// How often a host was named.
    var mentions = 0
    private var diagnostics: [Diagnostic] = []
    /// The contents of the files, for showing lines of them.
    private var contents: [String: [UInt8]] = [:]

    /// Reads one file's content.
    mutating func add(_ content: [UInt8], named file: String, home: String) {
        contents[file] = content
        var reader = DocumentReader(file: file, paths: PathBase(of: file, home: home))
        defer { diagnostics += reader.diagnostics }
        guard !content.starts(with: "#!".utf8) else {
            reader.noteFile(
                .program, "this is a program",
                remedy: "inventory programs are not run yet; write its output to a file")
            return
        }
        let document = YAMLDocument(parsing: content)
        for fault in document.faults {
            reader.note(
                DiagnosticCode(fault.code), at: fault.mark, fault.problem, remedy: fault.remedy)
        }
        guard let root = document.root else {
            if document.faults.isEmpty { reader.noteEmpty() }
            return
        }
        guard !root.isNull else { return reader.noteEmpty() }
        if let shape = AnsibleShape(root) { return shape.refuse(in: &reader) }
        read(root, with: &reader)
    }

    /// Notes that a file can't be read.
    mutating func refuse(_ error: FileReadingError, of file: String) {
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

    /// Notes what another reader found.
    mutating func note(_ found: [Diagnostic]) { diagnostics += found }

    /// Resolves everything.
    ///
    /// - Throws: All mistakes of all files.
    consuming func build() throws(InventoryError) -> Inventory {
        let order = check()
        guard diagnostics.isEmpty else { throw InventoryError(finishedDiagnostics()) }
        return InventoryResolver(self, depths: order).inventory()
    }

    /// The mistakes in the order of the files, each with its line.
    private func finishedDiagnostics() -> [Diagnostic] {
        var texts: [String: YAMLText] = [:]
        var files: [String: Int] = [:]
        for diagnostic in diagnostics where files[diagnostic.place.file] == nil {
            files[diagnostic.place.file] = files.count
            texts[diagnostic.place.file] = contents[diagnostic.place.file].map(YAMLText.init)
        }
        let key = { (item: Diagnostic) -> (Int, Int, Int) in
            let position = item.place.position
            return (files[item.place.file] ?? 0, position?.line ?? 0, position?.column ?? 0)
        }
        return diagnostics.sorted { key($0) < key($1) }.map { item in
            var item = item
            if let position = item.place.position {
                item.line = texts[item.place.file]?.line(position.line)
            }
            return item
        }
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
