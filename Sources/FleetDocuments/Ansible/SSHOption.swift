package import FleetCore

/// An option of the `ssh` program, as `-o Name=value` or in its short form.
struct SSHOption: Hashable, CustomStringConvertible {
    /// The name in lower case, as ssh doesn't mind it; a flag of another meaning as written.
    let name: String
    let value: String
    /// As written.
    let description: String

    /// Options that change nothing for us: about speed, messages, sharing and what is never asked for.
    static let withoutEffect: Set<String> = [
        "addkeystoagent", "batchmode", "checkhostip", "compression", "connectionattempts",
        "controlmaster", "controlpath", "controlpersist", "forwardagent", "forwardx11",
        "globalknownhostsfile", "gssapiauthentication", "gssapidelegatecredentials",
        "hashknownhosts", "identitiesonly", "kbdinteractiveauthentication", "loglevel",
        "numberofpasswordprompts", "passwordauthentication", "preferredauthentications",
        "pubkeyauthentication", "requesttty", "serveralivecountmax", "serveraliveinterval",
        "tcpkeepalive", "updatehostkeys", "visualhostkey", "-4", "-6", "-C", "-q", "-v", "-vv",
        "-vvv", "-t", "-tt", "-T", "-x", "-a", "-k",
    ]

    private static let short: [String: String] = [
        "-J": "proxyjump", "-p": "port", "-i": "identityfile", "-l": "user",
        "-b": "bindaddress",
    ]

    /// The options in the words of a command line.
    static func options(in words: [String]) -> [SSHOption] {
        var options: [SSHOption] = []
        var rest = words[...]
        while let word = rest.popFirst() {
            let flag = String(word.prefix(2))
            guard flag == "-o" || short[flag] != nil else {
                options.append(SSHOption(name: word, value: "", description: word))
                continue
            }
            let value = word.count > 2 ? String(word.dropFirst(2)) : rest.popFirst() ?? ""
            if let name = short[flag] {
                options.append(SSHOption(name: name, value: value, description: "\(flag) \(value)"))
            } else {
                options.append(SSHOption(assignment: value))
            }
        }
        return options
    }

    private init(name: String, value: String, description: String) {
        self.name = name
        self.value = value
        self.description = description
    }

    /// `Name=value` or `Name value`, the value perhaps in quotes.
    private init(assignment text: String) {
        let end = text.firstIndex { $0 == "=" || $0 == " " } ?? text.endIndex
        let value = text[end...].drop { $0 == "=" || $0 == " " }
        let isQuoted = value.count > 1 && value.hasPrefix("\"") && value.hasSuffix("\"")
        self.init(
            name: text[..<end].lowercased(),
            value: String(isQuoted ? value.dropFirst().dropLast() : value),
            description: "-o \(text)")
    }
}

extension HostKeyPolicy {
    /// What `StrictHostKeyChecking` says; nobody can be asked, so `ask` is strict.
    package init?(ofSSH text: String) {
        switch text.lowercased() {
        case "no", "off", "false": self = .off
        case "accept-new": self = .acceptNew
        case "yes", "true", "ask": self = .strict
        default: return nil
        }
    }
}
