internal import FleetCore

extension InventoryBuilder {
    /// Reads a list of hosts as Ansible's `-i` takes it: `web1,db[1:3]:2222,root@db4,[::1]:22,`.
    mutating func add(hostList text: String) {
        let file = keep(text, as: "-i")
        var column = 1
        for entry in text.split(separator: ",", omittingEmptySubsequences: false) {
            let leading = entry.prefix { $0 == " " }.count
            let written = entry.drop { $0 == " " }
            let end = written.lastIndex { $0 != " " }.map { written.index(after: $0) }
            let place = SourcePlace(file: file, position: .init(line: 1, column: column + leading))
            add(String(written[..<(end ?? written.startIndex)]), at: place)
            column += entry.unicodeScalars.count + 1
        }
    }

    private mutating func add(_ entry: String, at place: SourcePlace) {
        guard !entry.isEmpty else { return }
        guard let destination = Destination(entry) else {
            note(
                .badName, at: place, "'\(entry)' is not a host",
                remedy: "write host, host:port or user@host:port")
            return
        }
        var settings = HostSettings()
        settings.port = destination.port.map { Placed($0, at: place) }
        settings.user = destination.user.map { Placed($0, at: place) }
        for index in hosts(of: destination.host, at: place) {
            hosts[index].settings = hosts[index].settings.map(settings.over) ?? settings
        }
    }
}
