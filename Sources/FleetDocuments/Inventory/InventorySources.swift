/// What `-i` names, looked at: lists of hosts, files, programs, and all that is in folders.
public struct InventorySources: Sendable {
    /// One of them.
    public enum Source: Hashable, Sendable {
        /// A list of hosts, as typed.
        case hosts(String)
        /// A file to read.
        case file(String)
        /// A program to run; what it prints is read.
        case program(String)
        /// A folder in which there is no inventory.
        case emptyFolder(String)
        /// A file that begins like a program, and may not be run.
        case lockedProgram(String)
        /// A program that somebody else may have written, or may change.
        case strangersProgram(String)
    }

    /// In the order in which they are read; of a folder, in the order of its names.
    public let all: [Source]
    /// For each of them, the folder that may hold its `group_vars` and `host_vars`: the one that was named, or the one
    /// that it is in.
    let folders: [String]

    /// The paths of the programs.
    public var programs: [String] {
        all.compactMap { if case .program(let path) = $0 { path } else { nil } }
    }

    /// Looks at what `-i` names: with a comma it is a list of hosts, else a path.
    public init(named names: [String]) {
        var all: [Source] = []
        var folders: [String] = []
        for name in names {
            var found = [InventorySources.source(named: name)]
            var folder = PathBase(of: name, home: "").directory
            if FolderListing.isFolder(name) {
                var seen: Set<FolderListing.Identity> = []
                found = InventorySources.sources(in: name, seen: &seen)
                if found.isEmpty { found = [.emptyFolder(name)] }
                folder = name
            }
            all += found
            folders += found.map { _ in folder }
        }
        self.all = all
        self.folders = folders
    }

    /// What a folder holds that is no inventory: hidden files, variables, and by Ansible's rules these endings.
    ///
    /// Otherwise than in Ansible, scripts for hosts are passed over as well: as inventories they would be run here.
    ///
    /// - Source: ansible-core 2.14, `inventory/manager.py`, `IGNORED`.
    private static func isPassedOver(_ name: String) -> Bool {
        let names = ["host_vars", "group_vars", "vars_plugins", "scripts"]
        let endings = [
            ".pyc", ".pyo", ".swp", ".bak", "~", ".rpm", ".md", ".txt", ".rst", ".orig", ".ini",
            ".cfg", ".retry",
        ]
        return name.hasPrefix(".") || names.contains(name)
            || endings.contains(where: name.hasSuffix)
    }

    /// The sources in `folder`, and in those in it; each is listed once, for links may lead in a ring.
    private static func sources(
        in folder: String, seen: inout Set<FolderListing.Identity>
    ) -> [Source] {
        guard let identity = FolderListing.identity(of: folder), seen.insert(identity).inserted
        else { return [] }
        let names = FolderListing.names(in: folder) ?? []
        let base = folder.hasSuffix("/") ? folder : folder + "/"
        var found: [Source] = []
        for name in names where !isPassedOver(name) {
            let path = base + name
            found +=
                FolderListing.isFolder(path) ? sources(in: path, seen: &seen) : [source(at: path)]
        }
        return found
    }

    private static func source(named name: String) -> Source {
        name.utf8.contains(UInt8(ascii: ",")) ? .hosts(name) : source(at: name)
    }

    private static func source(at path: String) -> Source {
        // A pipe can be read only once.
        guard FolderListing.isFile(path) else { return .file(path) }
        let start = FileReading.start(of: path, count: 4)
        let isScript = start.starts(with: "#!".utf8)
        if isScript || start == [0x7f] + Array("ELF".utf8), FileReading.mayBeRun(path) {
            return FileReading.isInGoodHands(path) ? .program(path) : .strangersProgram(path)
        }
        return isScript ? .lockedProgram(path) : .file(path)
    }
}
