import FleetCore
import FleetDocuments
import FleetRecord

/// The way to hosts that are behind others.
extension RunPlanner {
    /// What is written down of the jump hosts on the way to each host, but where ssh jumps by itself, and what is
    /// wrong with the ways.
    ///
    /// - Throws: ``PlanError`` with `.sshConfig`.
    func jumps(
        to all: [InventoryHost], _ said: [HostID: SSHConfigured], _ wish: RunWish,
        _ inventory: Inventory
    ) async throws(PlanError) -> (ways: [HostID: [RequestedHost]], mistakes: [PlanError.Mistake]) {
        let hosts = all.filter { !RunPlanner.jumpsByItself($0, said[$0.id]) }
        let (known, configured) = try await jumpHosts(of: hosts, wish, inventory)
        let ways = JumpWays(known)
        var found: [HostID: [RequestedHost]] = [:]
        var mistakes: [PlanError.Mistake] = []
        for host in hosts {
            guard !host.settings.jumpWords.isEmpty else {
                // None, and that has to be said to ssh, which would jump.
                if said[host.id]?.isJumping == true { found[host.id] = [] }
                continue
            }
            do throws(JumpWays.Failure) {
                let way = try ways.way(to: host)
                guard !way.isEmpty else { continue }
                found[host.id] = way.map {
                    requested($0, wish.forJumpHost($0), inventory, configured[$0.id])
                }
            } catch {
                let origin = host.settings.jump?.place.map { "\($0): " } ?? ""
                mistakes.append(
                    PlanError.Mistake(.badValue, "\(origin)host '\(host.id)': \(error.words)"))
            }
        }
        return (found, mistakes)
    }

    /// All hosts that are jumped through on the way to `hosts`, by the word that names them, and what `ssh` is
    /// configured to do for them.
    private func jumpHosts(
        of hosts: [InventoryHost], _ wish: RunWish, _ inventory: Inventory
    ) async throws(PlanError) -> ([String: InventoryHost], [HostID: SSHConfigured]) {
        var known: [String: InventoryHost] = [:]
        var configured: [HostID: SSHConfigured] = [:]
        var next = hosts
        while !next.isEmpty {
            var found: [(word: String, host: InventoryHost)] = []
            for host in next {
                for word in host.settings.jumpWords where known[word] == nil {
                    guard
                        let hop = inventory.jumpHost(
                            named: word, at: host.settings.jump?.place)
                    else { continue }
                    known[word] = hop
                    found.append((word, hop))
                }
            }
            let (settled, said) = try await self.settled(
                found.map(\.host), wish.forJumpHost())
            for (word, host) in zip(found.map(\.word), settled) { known[word] = host }
            configured.merge(said) { first, _ in first }
            next = settled
        }
        return (known, configured)
    }
}

extension RunWish {
    /// What of it holds for a jump host: how far keys are trusted and how long is waited, for all connections;
    /// who logs in is the hosts' behind.
    fileprivate func forJumpHost(_ host: InventoryHost? = nil) -> RunWish {
        var wish = self
        wish.host = HostSettings()
        wish.needsLogin = true
        wish.host.hostKeys = self.host.hostKeys
        wish.host.knownHosts = self.host.knownHosts
        wish.host.connectTimeout = self.host.connectTimeout
        wish.host.sshConfig = self.host.sshConfig
        if host?.settings.keys != nil { wish.privateKeys = [] }
        return wish
    }
}
