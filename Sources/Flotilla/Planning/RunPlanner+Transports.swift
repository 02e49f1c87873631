import FleetCore
import FleetDocuments
import FleetRecord
import SSHTransport

/// Which transport a host is got into by.
extension RunPlanner {
    /// The transport of a host; a program that is to make the connection takes the system's ssh.
    static func transport(
        of host: InventoryHost, _ configured: SSHConfigured?
    ) -> TransportName {
        let wanted = host.settings.transport?.value ?? .auto
        return wanted == .auto && configured?.proxyCommand != nil ? .openssh : wanted
    }

    /// Writes down how to get into `host`.
    func put(
        _ host: InventoryHost, _ configured: SSHConfigured?, into requested: inout RequestedHost
    ) {
        let transport = RunPlanner.transport(of: host, configured)
        if transport != .auto { requested.transport = transport.rawValue }
        guard transport == .auto || transport == .openssh else { return }
        if host.settings.sshConfig?.value ?? true {
            requested.sshName = configured?.name ?? host.address
        }
        let isBehind =
            configured?.proxyCommand != nil || RunPlanner.jumpsByItself(host, configured)
        requested.isBehindProxy = isBehind ? true : nil
    }

    /// Whether ssh jumps by itself on the way to `host`, as it is configured and nobody says otherwise.
    static func jumpsByItself(_ host: InventoryHost, _ configured: SSHConfigured?) -> Bool {
        guard let configured, configured.isJumping else { return false }
        return transport(of: host, configured) == .openssh
            && host.settings.jump == configured.settings.jump
    }

    /// What the transports of the chosen hosts can't do, said before anything is contacted.
    func refusals(
        ofTransports hosts: [InventoryHost], _ configured: [HostID: SSHConfigured]
    ) -> [PlanError.Mistake] {
        let ssh = SystemSSH(home: home, environment: environment)
        return hosts.compactMap { host in
            let said = configured[host.id]
            switch RunPlanner.transport(of: host, said) {
            case .local, .auto: return nil
            case .ssh: return said?.proxyCommand.map { refusal(of: $0, host) }
            case .openssh where !ssh.isThere: return missingSSH(host)
            case .openssh: return host.settings.password.map { refusal(of: $0, host) }
            }
        }
    }

    private func refusal(of command: String, _ host: InventoryHost) -> PlanError.Mistake {
        PlanError.Mistake(
            .needsOpenSSH,
            "host '\(host.id)': ssh is configured to get there by the program '\(command)', which "
                + "'transport: ssh' doesn't run; let it be 'auto' or 'openssh', or ignore the "
                + "program with --no-ssh-config")
    }

    private func refusal(
        of password: Placed<FleetDocuments.PassphraseSource>, _ host: InventoryHost
    ) -> PlanError.Mistake {
        let origin = password.place.map { "\($0): " } ?? ""
        return PlanError.Mistake(
            .needsOpenSSH,
            "\(origin)host '\(host.id)' is got into by the system's 'ssh', which can't be told a password; "
                + "give the host a key, or say 'transport: ssh'")
    }

    private func missingSSH(_ host: InventoryHost) -> PlanError.Mistake {
        let origin = host.settings.transport?.place.map { "\($0): " } ?? ""
        return PlanError.Mistake(
            .needsOpenSSH,
            "\(origin)host '\(host.id)' is got into by the system's 'ssh', which isn't in PATH; "
                + "install it (Debian: openssh-client), or say 'transport: ssh'")
    }

    /// The way into `host`, and what Flotilla's own SSH authenticates with.
    ///
    /// - Throws: `KeyError`, also for a key whose passphrase the system's ssh couldn't get.
    func way(
        into host: RequestedHost, _ keys: KeyChain, _ ssh: SystemSSH
    ) async throws(KeyError) -> (WayIn, [Identity]) {
        let sources = host.keys?.map(\.source)
        switch host.transport.map({ TransportName(rawValue: $0) ?? .ssh }) ?? .auto {
        case .ssh: return (.ssh, try await keys.identities(of: host))
        case .local: return (.local(home: home, environment: environment), [])
        case .auto:
            let other = ssh.isThere ? ssh.endpoint(to: host) : nil
            do throws(KeyError) {
                return (.auto(else: other), try await keys.identities(of: host))
            } catch  where error.code == .unsupportedType && host.password == nil {
                // Such as a key on hardware.
                guard let other else { throw error }
                for source in sources ?? [] { try await keys.checkForProgram(source) }
                return (.openssh(other), [])
            }
        case .openssh:
            for source in sources ?? [] { try await keys.checkForProgram(source) }
            // Without one, connecting says that there is none.
            return (.openssh(ssh.endpoint(to: host)), [])
        }
    }
}
