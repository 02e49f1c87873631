import ArgumentParser
import FleetCore
import FleetDocuments
import Flotilla

/// How to get into the hosts: over what the inventory says.
struct HostOptions: ParsableArguments {
    @Option(
        name: [.customShort("u", allowingJoined: true), .long],
        help: ArgumentHelp("The user to log in as.", valueName: "name"), transform: loginName)
    var user: String?

    @Option(
        help: ArgumentHelp(
            "How to get in: ssh (Flotilla's own), openssh (the system's ssh), local (this machine), "
                + "or auto: ssh where it can, else openssh.",
            valueName: "name"),
        completion: .list(TransportName.allCases.map(\.rawValue)),
        transform: choice)
    var transport: TransportName?

    @Option(
        name: .customLong("private-key"),
        help: ArgumentHelp("A private key to log in with (repeatable).", valueName: "file"),
        completion: .file())
    var privateKeys: [String] = []

    @Flag(
        name: [.customShort("k"), .customLong("ask-pass")],
        help: "Ask for the password of hosts that take no key; once, for all.")
    var asksPassword = false

    @Option(
        name: [.customShort("J"), .long],
        help: ArgumentHelp(
            "The hosts to jump through: names of the inventory, or [user@]address[:port]; none for none.",
            valueName: "host,…"))
    var jump: String?

    @Option(
        name: .customLong("host-keys"),
        help: ArgumentHelp(
            "How far host keys are trusted: accept-new, strict or off.", valueName: "policy"),
        completion: .list(HostKeyPolicy.allCases.map(\.rawValue)),
        transform: choice)
    var hostKeys: HostKeyPolicy?

    @Option(
        name: .customLong("known-hosts"),
        help: ArgumentHelp("A known_hosts file in place of yours.", valueName: "file"),
        completion: .file())
    var knownHosts: [String] = []

    @Flag(
        name: .customLong("no-ssh-config"),
        help: "Don't ask ssh what ~/.ssh/config says about the hosts.")
    var ignoresSSHConfig = false

    @Option(
        name: .customLong("connect-timeout"),
        help: ArgumentHelp(
            "How long getting into a host may take (default: 10s).", valueName: "duration"),
        transform: duration)
    var connectTimeout: Duration?

    @Option(
        name: .customLong("per-host"),
        help: ArgumentHelp(
            "How many jobs may run at once on one machine (default: 1).", valueName: "n"),
        transform: positive)
    var perHost: Int?

    /// Puts what was typed into a wish.
    func apply(to wish: inout RunWish) {
        wish.host.user = user.map { Placed($0) }
        if asksPassword { wish.host.password = Placed(.prompt) }
        wish.host.transport = transport.map { Placed($0) }
        wish.host.jump = jump.map { Placed([$0]) }
        wish.host.hostKeys = hostKeys.map { Placed($0) }
        wish.host.knownHosts = knownHosts.isEmpty ? nil : Placed(knownHosts)
        if ignoresSSHConfig { wish.host.sshConfig = Placed(false) }
        wish.host.connectTimeout = connectTimeout.map { Placed($0) }
        wish.host.perHost = perHost.map { Placed($0) }
        wish.privateKeys = privateKeys
    }
}
