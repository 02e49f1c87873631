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
            return FolderListing.isFolder(file) ? VariableFolder.files(in: file) : [file]
        }
        return []
    }

    private static func files(in folder: String) -> [String] {
        let names = FolderListing.names(in: folder) ?? []
        return names.filter { !$0.hasPrefix(".") && !$0.hasSuffix("~") }.flatMap { name in
            let path = "\(folder)/\(name)"
            let ending = name.lastIndex(of: ".").map { String(name[$0...]) } ?? ""
            if ending.isEmpty, FolderListing.isFolder(path) { return files(in: path) }
            let isRead = endings.contains(ending) && FolderListing.isFile(path)
            return isRead ? [path] : []
        }
    }
}
