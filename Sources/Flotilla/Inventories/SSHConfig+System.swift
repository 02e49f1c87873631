import Foundation

extension SSHConfig {
    /// What in the system's configuration makes it worth asking: a distribution's own has none of these.
    private static let keywords = [
        "hostname", "user", "port", "identityfile", "proxyjump", "proxycommand",
        "userknownhostsfile", "stricthostkeychecking", "connecttimeout", "bindaddress", "match",
    ]

    /// Whether the system's configuration says anything about how to get to a host.
    static func systemSaysMore(_ folder: String = "/etc/ssh") -> Bool {
        let more = "\(folder)/ssh_config.d"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: more)) ?? []
        let files =
            ["\(folder)/ssh_config"]
            + names.filter { $0.hasSuffix(".conf") }.map { "\(more)/\($0)" }
        return files.contains { file in
            // What can't be read says nothing to ssh either.
            guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
                return false
            }
            return text.split(whereSeparator: \.isNewline).contains { line in
                let word = line.drop(while: \.isWhitespace).prefix { !$0.isWhitespace && $0 != "=" }
                return keywords.contains(word.lowercased())
            }
        }
    }
}
