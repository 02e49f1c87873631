/// A folder `group_vars` or `host_vars`.
///
/// - Source: ansible-core 2.14, `plugins/vars/host_group_vars.py` and `DataLoader.find_vars_files`.
struct VariableFolder {
    /// What a file of variables may end in; the first that is there is the only one that is read.
    private static let endings = ["", ".yml", ".yaml", ".json"]

    private let path: String
    private let names: Set<String>

    /// Lists the folder; one that isn't there has no files.
    init(path: String) {
        self.path = path
        names = Set(FolderListing.names(in: path) ?? [])
    }

    /// Whether nobody has variables in it.
    var isEmpty: Bool { names.isEmpty }

    /// The files of a group or host, in the order in which they are read, a later one's variables winning.
    func files(of name: String) -> [String] {
        for ending in VariableFolder.endings where names.contains(name + ending) {
            let file = "\(path)/\(name)\(ending)"
            var seen: Set<FolderListing.Identity> = []
            return FolderListing.isFolder(file)
                ? VariableFolder.files(in: file, seen: &seen) : [file]
        }
        return []
    }

    /// The files in `folder`, and in those in it; each is listed once, for links may lead in a ring.
    private static func files(
        in folder: String, seen: inout Set<FolderListing.Identity>
    ) -> [String] {
        guard let identity = FolderListing.identity(of: folder), seen.insert(identity).inserted
        else { return [] }
        var found: [String] = []
        for name in FolderListing.names(in: folder) ?? [] {
            guard !name.hasPrefix("."), !name.hasSuffix("~") else { continue }
            let path = "\(folder)/\(name)"
            let ending = name.lastIndex(of: ".").map { String(name[$0...]) } ?? ""
            if ending.isEmpty, FolderListing.isFolder(path) {
                found += files(in: path, seen: &seen)
            } else if endings.contains(ending), FolderListing.isFile(path) {
                found.append(path)
            }
        }
        return found
    }
}
