internal import FleetYAML

/// Reading what an inventory program printed.
///
/// - Source: ansible-core 2.14, `plugins/inventory/script.py`.
extension InventoryBuilder {
    /// Reads the output of the program at `path`: Ansible's JSON for programs, or any inventory in YAML.
    mutating func add(_ output: ProgramOutput, of path: String) {
        let name = "\(path) --list"
        guard case .mapping(let pairs)? = output.root?.content,
            AnsibleProgramShape.isShape(of: pairs)
        else { return add(output.list, named: name) }
        read(output.list, named: name) { builder, _, reader in
            builder.readProgram(pairs, with: &reader)
        }
        for host in output.hostsToAsk {
            guard let answer = output.hosts[host] else { continue }
            read(answer, named: "\(path) --host \(host)") { builder, content, reader in
                builder.readProgramHost(host, content, with: &reader)
            }
        }
    }

    private mutating func readProgram(_ pairs: [YAMLPair], with reader: inout DocumentReader) {
        ansibleFiles.insert(reader.file)
        var variables: [YAMLPair] = []
        for pair in pairs {
            if pair.key.text == "_meta" {
                let meta = reader.pairs(of: pair.value, as: "'_meta'")
                variables = meta.filter { $0.key.text == "hostvars" }
                    .flatMap { reader.pairs(of: $0.value, as: "'hostvars'") }
            } else {
                readProgramGroup(pair, with: &reader)
            }
        }
        // Variables of a host that no group names are of no use.
        for pair in variables {
            guard let host = hostIndex[pair.key.text] else { continue }
            let vars = reader.ansibleVariables(pair.value, as: "'hostvars' of '\(pair.key.text)'")
            setAnsibleVariables(vars, ofHost: host)
        }
    }

    private mutating func readProgramHost(
        _ host: String, _ content: [UInt8], with reader: inout DocumentReader
    ) {
        guard let index = hostIndex[host] else { return }
        let (root, faults) = AnsibleDocument.read(content)
        reader.note(faults)
        guard let root else { return }
        setAnsibleVariables(reader.ansibleVariables(root, as: "'\(host)'"), ofHost: index)
    }

    private mutating func readProgramGroup(_ pair: YAMLPair, with reader: inout DocumentReader) {
        let name = pair.key.text
        let place = reader.place(pair.keyMark)
        guard let members = AnsibleProgramShape.members(of: pair) else {
            return reader.note(
                .wrongShape, at: pair.value.mark,
                "group '\(name)' must be a list of hosts, or a mapping with one as 'hosts'",
                remedy: "print {\"\(name)\": {\"hosts\": [\"web1\"]}}")
        }
        guard let group = ansibleGroup(name, at: place) else { return }
        if members.isHost { readProgramHost(name, at: place, in: group) }
        let names = reader.names(members.hosts ?? [], as: "'hosts' of group '\(name)'")
        for (host, mark) in names { readProgramHost(host, at: reader.place(mark), in: group) }
        if let vars = members.vars {
            let vars = reader.ansibleVariables(vars, as: "'vars' of group '\(name)'")
            setAnsibleVariables(vars, of: group)
        }
        guard let children = members.children, !children.isNull else { return }
        for (child, mark) in reader.texts(of: children, as: "'children' of group '\(name)'") {
            let place = reader.place(mark)
            guard let index = ansibleGroup(child, at: place) else { continue }
            addAnsibleChild(index, named: child, to: group, at: place)
        }
    }

    /// What a program gives is a name, and no range.
    private mutating func readProgramHost(
        _ name: String, at place: SourcePlace, in group: AnsibleGroup
    ) {
        if let index = host(named: name, at: place) { addAnsibleHost(index, to: group) }
    }
}

extension DocumentReader {
    /// The names in a list; what is none is noted.
    fileprivate mutating func names(
        _ nodes: [YAMLNode], as what: String
    ) -> [(name: String, mark: YAMLMark)] {
        nodes.compactMap { node in
            if case .scalar(let scalar) = node.content, node.isText, !scalar.text.isEmpty {
                return (scalar.text, node.mark)
            }
            note(
                .badName, at: node.mark, "an entry of \(what) is not the name of a host",
                remedy: "print it as a text")
            return nil
        }
    }
}
