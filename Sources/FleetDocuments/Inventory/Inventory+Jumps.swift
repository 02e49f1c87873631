internal import FleetCore

extension Inventory {
    /// The host that a word of `jump` names: one of the inventory's, or what one would type behind `ssh -J`, with
    /// what `defaults` says about every host; `nil` where it is neither.
    package func jumpHost(named word: String, at place: SourcePlace?) -> InventoryHost? {
        if let host = host(named: word) { return host }
        guard let target = Destination(word), let address = HostName.address(target.host),
            let id = HostID(address), target.user.map({ LoginName.checked($0) != nil }) ?? true
        else { return nil }
        var settings = defaults
        settings.address = nil
        settings.jump = nil
        if let user = target.user { settings.user = Placed(user, at: place) }
        if let port = target.port { settings.port = Placed(port, at: place) }
        return InventoryHost(
            id: id, groups: [], settings: settings, vars: Variables(),
            place: place ?? SourcePlace(file: "-J"))
    }
}

extension HostSettings {
    /// The hosts to jump through, each by itself; none where that is said or nothing is.
    package var jumpWords: [String] {
        let words = (jump?.value ?? []).flatMap { $0.split(separator: ",") }
            .map { $0.filter { !$0.isWhitespace } }
        return words.count == 1 && words[0].lowercased() == "none" ? [] : words
    }
}
