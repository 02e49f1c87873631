extension InventoryBuilder {
    /// Reads one source.
    mutating func add(_ source: InventorySources.Source, outputs: [String: ProgramOutput]) {
        switch source {
        case .hosts(let list): add(hostList: list)
        case .file(let path):
            do throws(FileReadingError) {
                add(try FileReading.bytes(of: path, most: InventoryBuilder.mostBytes), named: path)
            } catch {
                refuse(error.orHost(named: path), of: path)
            }
        case .program(let path):
            guard let output = outputs[path] else {
                return refuse(
                    .program, path, "this is a program, and it was not run",
                    remedy: "write its output to a file, and name that")
            }
            add(output, of: path)
        case .emptyFolder(let path):
            refuse(
                .empty, path, "this folder holds no inventory",
                remedy: "put files in YAML, or programs, into it")
        case .lockedProgram(let path):
            refuse(
                .program, path, "this is a program that may not be run",
                remedy: "run: chmod +x \(path)")
        case .strangersProgram(let path):
            refuse(
                .program, path, "this is a program that others may change, and it was not run",
                remedy: "look at what it does, then own it and run: chmod o-w \(path)")
        }
    }
}

extension FileReadingError {
    /// The same, or, for a name that could be a host's, how hosts are listed: `-i web1` looks for a file.
    fileprivate func orHost(named name: String) -> FileReadingError {
        let looksLikePath = name.contains("/") || name.hasSuffix(".yaml") || name.hasSuffix(".yml")
        guard !looksLikePath, !FolderListing.isFile(name) else { return self }
        return FileReadingError(
            problem: problem, remedy: "check the path, or write '\(name),' for a host of that name")
    }
}
