internal import FleetCore
internal import FleetYAML

extension InventoryBuilder {
    /// Reads the document's value.
    mutating func read(_ root: YAMLNode, with reader: inout DocumentReader) {
        let sections = reader.pairs(
            of: root, as: "an inventory",
            remedy: "write 'hosts:', and below it each host as 'web1:'")
        reader.level(.top, sections) { section, reader in
            let name = "'\(section.key.text)'"
            switch section.key.text {
            case "defaults": readDefaults(section.value, with: &reader)
            case "vars": reader.variables(section.value, into: &vars)
            case "keys":
                for pair in reader.pairs(of: section.value, as: name) {
                    keyNames.insert(pair.key.text)
                    guard let key = reader.key(pair) else { continue }
                    keys.removeAll { $0.name == key.name }
                    keys.append(key)
                }
            case "scripts":
                for pair in reader.pairs(of: section.value, as: name) {
                    guard let script = reader.script(pair) else { continue }
                    scripts.removeAll { $0.name == script.name }
                    scripts.append(script)
                }
            case "groups":
                for pair in reader.pairs(of: section.value, as: name) {
                    readGroup(pair, with: &reader)
                }
            default: readHosts(section.value, with: &reader)
            }
        }
    }

    private mutating func readHosts(_ node: YAMLNode, with reader: inout DocumentReader) {
        // Hosts without settings need no mapping.
        if case .sequence = node.content {
            for (text, mark) in reader.texts(of: node, as: "'hosts'") {
                _ = hosts(of: text, at: reader.place(mark))
            }
            return
        }
        let remedy = "write each host as 'web1:' on a line of its own"
        for pair in reader.pairs(of: node, as: "'hosts'", remedy: remedy) {
            readHost(pair, with: &reader)
        }
    }

    private mutating func readDefaults(_ node: YAMLNode, with reader: inout DocumentReader) {
        var settings = LevelSettings()
        let pairs = reader.pairs(of: node, as: "'defaults'")
        reader.level(.fleet, pairs, into: &settings) { _, _ in }
        defaults.host = settings.host.over(defaults.host)
        defaults.fleet = settings.fleet.over(defaults.fleet)
    }

    private mutating func readGroup(_ pair: YAMLPair, with reader: inout DocumentReader) {
        let name = pair.key.text
        guard reader.isGroupName(pair.key, at: pair.keyMark) else { return }
        let index = groupIndex[name] ?? groups.count
        if index == groups.count {
            groupIndex[name] = index
            groups.append(Group(name: name, place: reader.place(pair.keyMark)))
        }
        var settings = LevelSettings()
        let pairs = reader.pairs(of: pair.value, as: "group '\(name)'")
        reader.level(.group, pairs, into: &settings) { pair, reader in
            switch pair.key.text {
            case "vars": reader.variables(pair.value, into: &groups[index].vars)
            case "groups":
                for (child, mark) in reader.texts(of: pair.value, as: "'groups'") {
                    groups[index].children.append((child, reader.place(mark)))
                }
            default:
                for (text, mark) in reader.texts(of: pair.value, as: "'hosts'") {
                    for host in hosts(of: text, at: reader.place(mark)) {
                        if hosts[host].groups.last != index { hosts[host].groups.append(index) }
                        groups[index].hosts.append(host)
                    }
                }
            }
        }
        groups[index].settings = settings.host.over(groups[index].settings)
    }

    private mutating func readHost(_ pair: YAMLPair, with reader: inout DocumentReader) {
        let indices = hosts(of: pair.key.text, at: reader.place(pair.keyMark))
        var settings = LevelSettings()
        var vars: [String: Variable] = [:]
        let pairs = reader.pairs(of: pair.value, as: "host '\(pair.key.text)'")
        reader.level(.host, pairs, into: &settings) { pair, reader in
            reader.variables(pair.value, into: &vars)
        }
        guard !pairs.isEmpty else { return }
        for index in indices {
            hosts[index].settings = hosts[index].settings.map(settings.host.over) ?? settings.host
            // Of a range, all share one table.
            if hosts[index].vars.isEmpty {
                hosts[index].vars = vars
            } else {
                hosts[index].vars.merge(vars) { _, later in later }
            }
        }
    }
}
