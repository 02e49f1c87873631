/// What the paths in a file are relative to.
struct PathBase: Hashable, Sendable {
    /// The folder of the file; empty for the current one.
    let directory: String
    /// The operator's home.
    let home: String

    /// The base of the paths in `file`.
    init(of file: String, home: String) {
        self.directory =
            file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
        self.home = home
    }

    private init(directory: String, home: String) {
        self.directory = directory
        self.home = home
    }

    /// The same for texts in which `${name}` is a variable: the folders stand for themselves.
    var escaped: PathBase {
        PathBase(
            directory: VariableText.escaping(directory), home: VariableText.escaping(home))
    }

    /// `~` and `~/x` in the operator's home, `/x` as it is, all else beside the file.
    ///
    /// Another user's home (`~bob`) is not looked up: it is a file of that name beside the file.
    func resolve(_ path: String) -> String {
        if path == "~" { return home }
        if path.hasPrefix("~/") { return home + path.dropFirst() }
        return path.hasPrefix("/") ? path : directory + path
    }
}
