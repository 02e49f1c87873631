public import FleetExecution

extension SSHHost {
    /// Asks the host for its key of each type that both sides know; checks none of them, and doesn't log in.
    ///
    /// A connection shows one key, so each type takes one: six at most, one after the other.
    ///
    /// - Returns: The keys in the order in which a login asks for them, never none.
    /// - Throws: ``TransportError``; each connection has the endpoint's connect timeout.
    public func hostKeys() async throws(TransportError) -> [PublicKey] {
        let (first, offered) = try await hostKey(asking: Algorithms.hostKeys)
        var keys = [first]
        for type in Algorithms.hostKeyTypes where type != first.algorithm {
            let names = type.negotiated.filter(Algorithms.hostKeys.contains)
            guard names.contains(where: offered.contains) else { continue }
            do throws(TransportError) {
                keys.append(try await hostKey(asking: names).key)
            } catch  where error.code == .cancelled {
                throw error
            } catch {
                // Some servers offer types of which they have no key, and hang up when asked for it (dropbear -R).
            }
        }
        return keys
    }

    /// A host key of one of the types, and the types that the server has.
    private func hostKey(
        asking types: [String]
    ) async throws(TransportError) -> (key: PublicKey, offered: [String]) {
        let connection = try await opened(to: .hostKeyShown(types))
        let shown = await connection.shownHostKey
        await connection.close()
        guard let shown else {
            throw TransportError(.notSSH, "the server showed no host key")
        }
        return shown
    }
}

extension SSHConnection {
    /// The key that the server has shown, and the types that it has; `nil` before the handshake.
    fileprivate var shownHostKey: (key: PublicKey, offered: [String])? {
        session?.hostKey.map { ($0, wire.serverOffer?.hostKeys ?? []) }
    }
}
