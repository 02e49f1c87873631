internal import FleetCore

/// What may be the name or the address of a host.
enum HostName {
    /// Why a name can't be a host's.
    struct Failure: Error {
        let problem: String
        let remedy: String
    }

    /// The identifier of that name.
    ///
    /// Narrower than ``HostID``: what means something in a pattern of `-l` can't be in a name, or the host
    /// could not be chosen.
    static func id(_ name: String) throws(Failure) -> HostID {
        guard let id = HostID(name) else {
            throw Failure(
                problem: "'\(name)' can't be the name of a host",
                remedy: "use 1 to 253 visible ASCII characters, no '/', no '-' or '.' in front")
        }
        if let at = name.firstIndex(of: "@") {
            throw Failure(
                problem: "'\(name)' holds a user",
                remedy:
                    "name the host '\(name[name.index(after: at)...])' and give it 'user: \(name[..<at])'"
            )
        }
        if name.utf8.contains(UInt8(ascii: ":")), !isIPv6(name) {
            throw Failure(
                problem: "'\(name)' holds a ':'", remedy: "give the host a 'port' of its own")
        }
        if let taken = name.first(where: { "!,*?[]~".contains($0) || isForShells($0) }) {
            throw Failure(
                problem:
                    "'\(name)' holds a '\(taken)', which means something in patterns and shells",
                remedy: "use letters, digits, '.', '_' and '-'")
        }
        return id
    }

    /// Whether a character means something to a shell: the system's ssh puts addresses, users and names into commands
    /// that people have configured (`ProxyCommand`, `Match exec`), and a name must not become one.
    static func isForShells(_ character: Character) -> Bool {
        "'\"`$\\;&<>|(){}".contains(character)
    }

    /// The address as written, without the brackets of IPv6; `nil` where it can't be one.
    static func address(_ text: String) -> String? {
        let bare =
            text.hasPrefix("[") && text.hasSuffix("]") ? text.dropFirst().dropLast() : text[...]
        let isVisible = bare.unicodeScalars.allSatisfy {
            $0.value > 0x20 && $0.value != 0x7f && !"/@[]".unicodeScalars.contains($0)
        }
        guard 1...253 ~= bare.utf8.count, isVisible, !bare.hasPrefix("-"),
            !bare.contains(where: isForShells)
        else { return nil }
        guard !bare.utf8.contains(UInt8(ascii: ":")) || isIPv6(String(bare)) else { return nil }
        return String(bare)
    }
}
