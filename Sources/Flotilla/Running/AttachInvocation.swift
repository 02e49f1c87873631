import FleetCore
import FleetExecution
public import FleetRecord

/// How one gets into a job's tmux session: by the system's ssh, or by tmux alone on this machine.
public struct AttachInvocation: Hashable, Sendable {
    /// The words of the command, its program first.
    public let words: [String]

    /// Finds the session of the job of `step` on `host`; a run with one step needs no name of it.
    ///
    /// - Throws: ``PlanError`` with `.noSuchJob`, or `RecordError`.
    public init(to host: String, step: String?, of folder: RunFolder) throws {
        let request = try folder.request()
        guard let requested = request.hosts.first(where: { $0.id.name == host }) else {
            throw PlanError(.noSuchJob, "run \(folder.run) has no host '\(host)'")
        }
        let jobs = request.jobs.filter { $0.host == requested.id }
        guard let job = jobs.first(where: { step == nil || $0.step.name == step }) else {
            throw PlanError(
                .noSuchJob, "run \(folder.run) has no step '\(step ?? "")' on host '\(host)'")
        }
        if step == nil, jobs.count > 1 {
            let names = jobs.map(\.step.name).joined(separator: ", ")
            throw PlanError(
                .noSuchJob, "several steps run on '\(host)': name one with --step (\(names))")
        }
        let session = JobPlace(run: folder.run, job: job).sessionName(nonce: try folder.nonce())
        guard requested.transport != TransportName.local.rawValue else {
            // The operator may sit in another tmux.
            words = [
                "env", "-u", "TMUX", "tmux", "-u", "-L", "flotilla", "attach-session", "-t",
                "=\(session)",
            ]
            return
        }
        // Quoted, for zsh would take a word that begins with '=' for a command's path.
        let attach = "tmux -u -L flotilla attach-session -t '=\(session)'"
        let direct = requested.jumps?.isEmpty == true ? ["-o", "ProxyCommand=none"] : []
        words =
            requested.sshWords(through: requested.jumps ?? []) + direct + [
                "-t", "--", requested.sshDestination, attach,
            ]
    }
}

extension RequestedHost {
    /// What ssh is called with: the name that its configuration knows where it is to be followed.
    fileprivate var sshDestination: String {
        transport == TransportName.openssh.rawValue ? sshName ?? address : address
    }

    /// `ssh`, and what makes it log in as the run did, by the same way.
    func sshWords(
        through jumps: [RequestedHost], options: [String] = []
    ) -> [String] {
        var words = ["ssh", "-p", String(port), "-l", user]
        if transport == TransportName.openssh.rawValue, sshName == nil { words += ["-F", "none"] }
        if sshDestination != address { words += ["-o", "HostName=\(address)"] }
        for case .file(let path, _) in keys ?? [] { words += ["-i", path] }
        if let keys, !keys.contains(.agent) { words += ["-o", "IdentitiesOnly=yes"] }
        if !knownHosts.isEmpty {
            let files = knownHosts.map { "\"\($0)\"" }.joined(separator: " ")
            words += ["-o", "UserKnownHostsFile=\(files)"]
        }
        let check =
            switch HostKeyPolicy(rawValue: hostKeys) {
            case .acceptNew: "accept-new"
            case .off: "no"
            case .strict, nil: "yes"
            }
        words += ["-o", "StrictHostKeyChecking=\(check)"]
        if let bindAddress { words += ["-b", bindAddress] }
        return words + options + RequestedHost.proxyWords(through: jumps, options: options)
    }
}
