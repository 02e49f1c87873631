internal import FleetCore
internal import FleetYAML

extension ValueReader where Value == UInt16 {
    /// A TCP port.
    static var port: ValueReader {
        .text(remedy: "write a number from 1 to 65535") { text in
            UInt16(text).flatMap { $0 > 0 && !text.hasPrefix("+") ? $0 : nil }
        }
    }
}

extension ValueReader where Value == String {
    /// A name or a numeric address: nothing that a resolver or a shell would trip over.
    static var address: ValueReader {
        .text(remedy: "write a name, an IPv4 or an IPv6 address, without the port") {
            HostName.address($0)
        }
    }

    /// A numeric address.
    static var numericAddress: ValueReader {
        .text(remedy: "write an IPv4 or an IPv6 address of this machine") {
            HostName.isNumeric($0) ? $0 : nil
        }
    }

    /// A login name.
    static var user: ValueReader {
        .text(remedy: "write a login name") { LoginName.checked($0) }
    }

    /// A path, made relative to the file that names it.
    static var path: ValueReader {
        ValueReader { node, key, reader in
            ValueReader.path(node, key, &reader)
        }
    }

    fileprivate static func path(
        _ node: YAMLNode, _ key: String, _ reader: inout DocumentReader
    ) -> String? {
        guard let (text, mark) = reader.text(of: node, as: "'\(key)'") else { return nil }
        guard !text.isEmpty, !text.utf8.contains(0) else {
            reader.note(
                .badValue, at: mark, "'\(key)' can't be '\(text)'",
                remedy: "write the path of a file")
            return nil
        }
        return reader.paths.resolve(text)
    }
}

extension ValueReader where Value == [String] {
    /// One path or several.
    static var paths: ValueReader {
        ValueReader { node, key, reader in
            guard case .sequence(let items) = node.content else {
                return ValueReader<String>.path(node, key, &reader).map { [$0] }
            }
            return items.compactMap { ValueReader<String>.path($0, key, &reader) }
        }
    }

    /// One name or several, none of them empty.
    static var names: ValueReader {
        ValueReader { node, key, reader in
            let texts = reader.texts(of: node, as: "'\(key)'")
            for (text, mark) in texts where text.isEmpty {
                reader.note(.badValue, at: mark, "an empty name", remedy: "write a name")
            }
            return texts.map(\.text)
        }
    }
}

extension ValueReader where Value == [HostShare] {
    /// One share or several.
    static var shares: ValueReader {
        ValueReader { node, key, reader in
            let items: [YAMLNode] =
                if case .sequence(let items) = node.content { items } else { [node] }
            let shares = items.compactMap { ValueReader<HostShare>.share.read($0, key, &reader) }
            guard !items.isEmpty, !shares.contains(.count(0)), !shares.contains(.percent(0)) else {
                reader.note(
                    .badValue, at: node.mark, "a batch of no hosts", remedy: "write 1 or more")
                return nil
            }
            return shares
        }
    }
}

extension ValueReader where Value == HostShare {
    /// A number of hosts, or a percentage.
    static var share: ValueReader {
        .text(remedy: "write a number, or a percentage as '25%'") {
            HostShare(written: $0)
        }
    }
}

extension ValueReader where Value == TimeLimit {
    /// A duration above zero, or `none`.
    static var limit: ValueReader {
        .text(remedy: "\(durationForms), or none") {
            TimeLimit(written: $0)
        }
    }
}

extension ValueReader where Value == ReconnectPatience {
    /// A duration, or `forever`.
    static var patience: ValueReader {
        .text(remedy: "\(durationForms), or forever") {
            ReconnectPatience(written: $0)
        }
    }
}

extension ValueReader where Value == Become {
    /// True, false or a user.
    static var become: ValueReader {
        ValueReader { node, key, reader in
            if let flag = node.boolean { return flag ? .user("root") : .no }
            return ValueReader<String>.user.read(node, key, &reader).map { .user($0) }
        }
    }
}

extension ValueReader where Value == RebootPolicy {
    private static var forms: String {
        "write report, rerun, expected, { rerun: 3 } or { expected: 10m }"
    }

    /// A word, or a mapping of the word to its number or duration.
    static var reboot: ValueReader {
        let words = ValueReader.text(remedy: forms) { RebootPolicy(written: $0) }
        return ValueReader { node, key, reader in
            guard case .mapping(let pairs) = node.content else {
                return words.read(node, key, &reader)
            }
            guard pairs.count == 1 else {
                reader.note(
                    .badValue, at: node.mark, "'\(key)' can be one thing only", remedy: forms)
                return nil
            }
            guard let (text, _) = reader.text(of: pairs[0].value, as: "'\(pairs[0].key.text)'")
            else {
                return nil
            }
            let written = "\(pairs[0].key.text):\(text)"
            guard let policy = RebootPolicy(written: written) else {
                reader.note(
                    .badValue, at: pairs[0].keyMark,
                    "'\(key)' can't be '\(pairs[0].key.text): \(text)'",
                    remedy: forms)
                return nil
            }
            return policy
        }
    }
}
