internal import FleetCore

extension InventoryBuilder {
    /// Reads a list of hosts as Ansible's `-i` takes it: `web1,db[1:3]:2222,root@db4,[::1]:22,`.
    mutating func add(hostList text: String) {
        var column = 1
        for entry in text.split(separator: ",", omittingEmptySubsequences: false) {
            let leading = entry.prefix { $0 == " " }.count
            let written = entry.drop { $0 == " " }
            let end = written.lastIndex { $0 != " " }.map { written.index(after: $0) }
            let place = SourcePlace(file: "-i", position: .init(line: 1, column: column + leading))
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
        do throws(HostRange.Failure) {
            let limit = InventoryBuilder.mostHosts - mentions
            for name in try HostRange.expand(destination.host, limit: limit) {
                mentions += 1
                add(host: name, settings, at: place)
            }
        } catch {
            note(
                error.isTooMany ? .tooManyHosts : .badRange, at: place, error.problem,
                remedy: error.remedy)
        }
    }

    private mutating func add(host name: String, _ settings: HostSettings, at place: SourcePlace) {
        do throws(HostName.Failure) {
            let id = try HostName.id(name)
            if let index = hostIndex[name] {
                hosts[index].settings = hosts[index].settings.map(settings.over) ?? settings
            } else {
                hostIndex[name] = hosts.count
                hosts.append(Host(id: id, place: place, settings: settings))
            }
        } catch {
            note(.badName, at: place, error.problem, remedy: error.remedy)
        }
    }
}

/// `user@host:port`, as people write it on a command line.
struct Destination: Hashable {
    /// The user, where there is one.
    let user: String?
    /// The host, without the brackets of IPv6; it may hold ranges.
    let host: String
    /// The port, where there is one.
    let port: UInt16?

    /// Reads the text; `nil` where a part of it is empty or the port is none.
    init?(_ text: String) {
        var rest = text[...]
        if let at = rest.lastIndex(of: "@") {
            user = String(rest[..<at])
            rest = rest[rest.index(after: at)...]
        } else {
            user = nil
        }
        if rest.first == "[", let close = rest.firstIndex(of: "]"),
            HostName.isIPv6(String(rest[rest.index(after: rest.startIndex)..<close]))
        {
            host = String(rest[rest.index(after: rest.startIndex)..<close])
            rest = rest[rest.index(after: close)...]
        } else if HostName.isIPv6(String(rest)) {
            host = String(rest)
            rest = ""
        } else {
            // The colons of a range stand in brackets.
            let searched = rest.lastIndex(of: "]").map { rest[$0...] } ?? rest
            let colon = searched.lastIndex(of: ":") ?? rest.endIndex
            host = String(rest[..<colon])
            rest = rest[colon...]
        }
        if rest.isEmpty {
            port = nil
        } else {
            guard rest.first == ":", let number = UInt16(rest.dropFirst()), number > 0 else {
                return nil
            }
            port = number
        }
        guard !host.isEmpty, user != "" else { return nil }
    }
}
