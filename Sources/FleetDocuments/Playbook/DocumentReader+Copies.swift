internal import FleetCore
internal import FleetYAML

/// Steps that copy files.
extension DocumentReader {
    /// Reads a `push`: which file or folder, to where, with which mode.
    mutating func push(_ node: YAMLNode) -> PlaybookStep.Work? {
        let remedy = "write { file: PATH, to: PATH }, and 'mode: 0644' where it is to have another"
        var file: Placed<VariableText>?
        var target: Placed<VariableText>?
        var mode: FileMode?
        let before = diagnostics.count
        level(.push, pairs(of: node, as: "'push'", remedy: remedy)) { pair, reader in
            switch pair.key.text {
            case "file":
                let base = reader.paths.escaped
                file = reader.path(pair.value, "file") { base.resolve($0) }
            case "to": target = reader.path(pair.value, "to")
            default: mode = ValueReader<FileMode>.mode.read(pair.value, "mode", &reader)
            }
        }
        guard diagnostics.count == before else { return nil }
        guard let file, let target else {
            note(
                .missingKey, at: node.mark,
                "this 'push' doesn't say \(file == nil ? "which 'file'" : "where 'to'")",
                remedy: remedy)
            return nil
        }
        return .push(file, to: target, mode: mode)
    }

    /// Reads a `fetch`: a path, or a mapping with it.
    mutating func fetch(_ node: YAMLNode) -> PlaybookStep.Work? {
        if case .scalar = node.content { return path(node, "fetch").map { .fetch($0) } }
        let remedy = "write the file's path on the host"
        var file: Placed<VariableText>?
        let before = diagnostics.count
        level(.fetch, pairs(of: node, as: "'fetch'", remedy: remedy)) { pair, reader in
            file = reader.path(pair.value, "file")
        }
        guard diagnostics.count == before else { return nil }
        guard let file else {
            note(
                .missingKey, at: node.mark, "this 'fetch' doesn't say which 'file'", remedy: remedy)
            return nil
        }
        return .fetch(file)
    }

    private mutating func path(
        _ node: YAMLNode, _ key: String, _ resolve: (String) -> String = { $0 }
    ) -> Placed<VariableText>? {
        guard let (text, mark) = text(of: node, as: "'\(key)'") else { return nil }
        guard !text.isEmpty, !text.utf8.contains(0) else {
            note(.badValue, at: mark, "'\(key)' can't be '\(text)'", remedy: "write a path")
            return nil
        }
        return variableText(text, at: mark).flatMap { _ in
            VariableText(resolve(text)).map { Placed($0, at: place(mark)) }
        }
    }

    /// What says something about scripts says nothing about files.
    mutating func refuseForCopy(_ pairs: [YAMLPair]) {
        for pair in pairs {
            switch pair.key.text {
            case "args", "env", "idle_timeout", "on_timeout", "reboot", "on_reboot", "tty",
                "split_stderr", "keep_remote":
                note(
                    .conflict, at: pair.keyMark,
                    "'\(pair.key.text)' is about scripts, and this step copies files",
                    remedy: "leave it out")
            case "become" where pair.value.boolean != false:
                note(
                    .conflict, at: pair.keyMark,
                    "files are copied as the user who logs in, not as another",
                    remedy: "leave 'become' out, and move the copy by a command that has it")
            default: break
            }
        }
    }
}

extension PlaybookStep.Work {
    /// Whether files are copied, to hosts or from them.
    var isCopy: Bool {
        switch self {
        case .push, .fetch: true
        case .script, .command: false
        }
    }

    /// Whether files are copied to hosts.
    var isPush: Bool { if case .push = self { true } else { false } }
}

extension ValueReader where Value == FileMode {
    /// Octal digits, with or without the leading zero.
    fileprivate static var mode: ValueReader {
        .text(remedy: "write three or four octal digits, such as 0644") { FileMode(octal: $0) }
    }
}
