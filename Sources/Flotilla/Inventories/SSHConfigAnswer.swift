import FleetCore
import FleetDocuments

/// What `ssh -G` says about one host.
///
/// - Shape: a line for each option: its name in lower case, a space, its value; some options have several lines.
/// - Source: ssh(1), `-G`.
struct SSHConfigAnswer: Hashable, Sendable {
    private let values: [String: [String]]

    init(_ text: String) {
        var values: [String: [String]] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 1)
            guard parts.count == 2 else { continue }
            values[String(parts[0]), default: []].append(String(parts[1]))
        }
        self.values = values
    }

    /// The values of an option that `plain`, which knows of no configuration, doesn't give as well.
    private func said(_ name: String, beside plain: SSHConfigAnswer) -> [String]? {
        guard let said = values[name], said != plain.values[name], said != ["none"] else {
            return nil
        }
        return said
    }

    /// The settings that it makes.
    ///
    /// - Parameters:
    ///   - host: What `ssh` was asked about.
    ///   - place: Where the configuration is, for messages.
    func settings(
        for host: String, beside plain: SSHConfigAnswer, at place: SourcePlace
    ) -> HostSettings {
        func one(_ name: String) -> String? { said(name, beside: plain)?.first }
        var settings = HostSettings()
        if let address = one("hostname"), address != host {
            settings.address = Placed(address, at: place)
        }
        settings.user = one("user").map { Placed($0, at: place) }
        settings.port = one("port").flatMap(UInt16.init).map { Placed($0, at: place) }
        settings.hostKeys = one("stricthostkeychecking").flatMap { HostKeyPolicy(ofSSH: $0) }
            .map { Placed($0, at: place) }
        settings.knownHosts = one("userknownhostsfile")
            .map { Placed($0.split(separator: " ").map(String.init), at: place) }
        settings.jump = one("proxyjump")
            .map { Placed($0.split(separator: ",").map(String.init), at: place) }
        settings.bindAddress = one("bindaddress").map { Placed($0, at: place) }
        settings.connectTimeout = one("connecttimeout").flatMap(Double.init)
            .flatMap { Duration(written: $0) }.map { Placed($0, at: place) }
        return settings
    }

    /// The files of private keys, as written.
    func keyFiles(beside plain: SSHConfigAnswer) -> [String] {
        said("identityfile", beside: plain) ?? []
    }

    /// Whether no other keys may be tried.
    var triesOnlyThese: Bool { values["identitiesonly"] == ["yes"] }

    /// The program that is to make the connection.
    func proxyCommand(beside plain: SSHConfigAnswer) -> String? {
        said("proxycommand", beside: plain)?.first
    }
}
