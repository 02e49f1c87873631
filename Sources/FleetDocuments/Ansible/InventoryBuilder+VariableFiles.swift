internal import FleetCore
internal import FleetYAML

/// The variables in `group_vars` and `host_vars`, beside Ansible inventories.
extension InventoryBuilder {
    /// The variables of one source's files, by group.
    typealias GroupFiles = [String: [String: Variable]]

    /// Remembers a folder, the current one where it is empty; its variables win over those of the folders before it.
    mutating func addVariableFolder(_ path: String) {
        let folder = path.isEmpty ? "./" : path.hasSuffix("/") ? path : path + "/"
        if variableFolders.last != folder { variableFolders.append(folder) }
    }

    /// Reads all files that belong to a host, or to a group that has hosts.
    mutating func readVariableFiles() {
        guard !variableFolders.isEmpty, !hosts.isEmpty else { return }
        let ungrouped = hosts.contains(where: \.groups.isEmpty) ? ["ungrouped"] : []
        let groupNames = ["all"] + ungrouped + populatedGroups().map { groups[$0].name }
        for folder in variableFolders {
            let groupFolder = VariableFolder(path: "\(folder)group_vars")
            var layer: GroupFiles = [:]
            if !groupFolder.isEmpty {
                for name in groupNames {
                    let files = groupFolder.files(of: name)
                    if !files.isEmpty { layer[name] = variables(in: files) }
                }
            }
            groupFiles.append(layer)
            let hostFolder = VariableFolder(path: "\(folder)host_vars")
            guard !hostFolder.isEmpty else { continue }
            for host in hosts {
                let files = hostFolder.files(of: host.id.name)
                guard !files.isEmpty else { continue }
                hostFiles[host.id.name, default: [:]]
                    .merge(variables(in: files)) { _, later in later }
            }
        }
    }

    /// The groups that hosts are in, by way of other groups too: as in Ansible, the files of no other are opened.
    private func populatedGroups() -> [Int] {
        var parents: [Int: [Int]] = [:]
        for (index, group) in groups.enumerated() {
            for child in group.children {
                if let child = groupIndex[child.name] { parents[child, default: []].append(index) }
            }
        }
        var found = Set(hosts.flatMap(\.groups))
        var waiting = Array(found)
        while let group = waiting.popLast() {
            for parent in parents[group] ?? [] where found.insert(parent).inserted {
                waiting.append(parent)
            }
        }
        return found.sorted()
    }

    private mutating func variables(in files: [String]) -> [String: Variable] {
        files.reduce(into: [:]) { variables, file in
            variables.merge(self.variables(in: file)) { _, later in later }
        }
    }

    private mutating func variables(in file: String) -> [String: Variable] {
        let content: [UInt8]
        do throws(FileReadingError) {
            content = try FileReading.bytes(of: file, most: InventoryBuilder.mostBytes)
        } catch {
            refuse(error, of: file)
            return [:]
        }
        return read(content, named: file) { _, content, reader in
            if content.starts(with: "$ANSIBLE_VAULT".utf8) {
                reader.note(
                    .ansibleOnly, at: YAMLMark(line: 1, column: 1),
                    "ansible-vault has encrypted this file, and only Ansible can open it",
                    remedy: "encrypt single values in it ('!vault'), or move it away from here")
                return [:]
            }
            let (root, faults) = AnsibleDocument.read(content)
            reader.note(faults)
            guard let root, root.isTruthy else { return [:] }
            return reader.ansibleVariables(root, as: "a file of variables")
        }
    }
}

extension DocumentReader {
    /// Reads a mapping of variables.
    mutating func ansibleVariables(_ node: YAMLNode, as what: String) -> [String: Variable] {
        var variables: [String: Variable] = [:]
        let pairs = pairs(of: node, as: what)
        variables.reserveCapacity(pairs.count)
        for pair in pairs { readAnsibleVariable(pair, into: &variables) }
        return variables
    }

    /// Reads one variable over those that there are.
    mutating func readAnsibleVariable(_ pair: YAMLPair, into variables: inout [String: Variable]) {
        if DocumentReader.isSecret(pair.key.text) { hideLine(of: pair.value.mark) }
        variables[ansibleKey(pair)] = Placed(ansibleValue(pair.value), at: place(pair.keyMark))
    }

    /// Notes what is wrong with the text itself.
    mutating func note(_ faults: [YAMLFault]) {
        for fault in faults {
            note(DiagnosticCode(fault.code), at: fault.mark, fault.problem, remedy: fault.remedy)
        }
    }
}
