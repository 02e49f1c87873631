internal import FleetCore

extension InventoryBuilder {
    /// The hosts that a text names, made where they are new; none, with a note, where it can't name any.
    mutating func hosts(of text: String, at place: SourcePlace) -> [Int] {
        guard !isFull else { return [] }
        let names: [String]
        do throws(HostRange.Failure) {
            names = try HostRange.expand(text, limit: InventoryBuilder.mostHosts)
        } catch {
            note(
                error.isTooMany ? .tooManyHosts : .badRange, at: place, error.problem,
                remedy: error.remedy)
            return []
        }
        mentions += names.count
        guard mentions <= InventoryBuilder.mostMentions else {
            noteFull(at: place)
            return []
        }
        var indices: [Int] = []
        indices.reserveCapacity(names.count)
        for name in names {
            guard let index = hostIndex[name] ?? newHost(named: name, at: place) else { break }
            indices.append(index)
        }
        return indices
    }

    /// The host of that name, made where it is new; `nil`, with a note, where no host can have it.
    mutating func host(named name: String, at place: SourcePlace) -> Int? {
        guard !isFull else { return nil }
        mentions += 1
        guard mentions <= InventoryBuilder.mostMentions else {
            noteFull(at: place)
            return nil
        }
        return hostIndex[name] ?? newHost(named: name, at: place)
    }

    private mutating func newHost(named name: String, at place: SourcePlace) -> Int? {
        guard hosts.count < InventoryBuilder.mostHosts else {
            noteFull(at: place)
            return nil
        }
        do throws(HostName.Failure) {
            let id = try HostName.id(name)
            hostIndex[name] = hosts.count
            hosts.append(Host(id: id, place: place))
            return hosts.count - 1
        } catch {
            note(.badName, at: place, error.problem, remedy: error.remedy)
            return nil
        }
    }

    /// Notes that there are too many hosts: once, for nothing is made of what follows.
    private mutating func noteFull(at place: SourcePlace) {
        isFull = true
        note(
            .tooManyHosts, at: place, "here the inventory has too many hosts",
            remedy: "\(InventoryBuilder.mostHosts) is the most; split it")
    }
}
