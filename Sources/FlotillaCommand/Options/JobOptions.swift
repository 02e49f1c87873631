import ArgumentParser
import FleetCore
import FleetDocuments
import Flotilla

/// What is done when time, a link or a reboot comes between: over what script and host say.
struct JobOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("End a script that runs for longer.", valueName: "duration"),
        transform: timeLimit)
    var timeout: TimeLimit?

    @Option(
        name: .customLong("idle-timeout"),
        help: ArgumentHelp("End a script that is silent for longer.", valueName: "duration"),
        transform: timeLimit)
    var idleTimeout: TimeLimit?

    @Option(
        name: .customLong("on-timeout"),
        help: ArgumentHelp(
            "What becomes of it then: end (default), or leave it running in tmux.",
            valueName: "policy"),
        completion: .list(TimeoutPolicy.allCases.map(\.rawValue)), transform: choice)
    var onTimeout: TimeoutPolicy?

    @Option(
        help: ArgumentHelp("Start a script that failed again, this often.", valueName: "n"),
        transform: count)
    var retries: Int?

    @Option(
        help: ArgumentHelp("How long to wait before that (default: not).", valueName: "duration"),
        transform: duration)
    var delay: Duration?

    @Option(
        name: .customLong("reconnect-for"),
        help: ArgumentHelp(
            "For how long to seek a lost connection: a duration or forever (default: 5m).",
            valueName: "duration"),
        transform: patience)
    var reconnectFor: ReconnectPatience?

    @Option(
        name: .customLong("on-reboot"),
        help: ArgumentHelp(
            "What a reboot in mid-script means: report (default), rerun[:N], expected[:10m].",
            valueName: "policy"),
        transform: rebootPolicy)
    var onReboot: RebootPolicy?

    @Flag(name: [.customShort("b"), .long], help: "Run scripts as root, through sudo.")
    var become = false

    @Option(
        name: .customLong("become-user"),
        help: ArgumentHelp("Run scripts as this user, through sudo.", valueName: "user"),
        transform: loginName)
    var becomeUser: String?

    @Flag(
        name: [.customShort("K"), .customLong("ask-become-pass")],
        help: "Ask for the password that sudo wants; once, for all hosts.")
    var asksBecomePassword = false

    @Flag(help: "Give scripts a terminal: the tmux pane.")
    var tty = false

    @Flag(name: .customLong("split-stderr"), help: "Keep standard error in a log of its own.")
    var splitStderr = false

    @Flag(name: .customLong("keep-remote"), help: "Leave the output on the hosts as well.")
    var keepRemote = false

    /// Puts what was typed into a wish.
    func apply(to wish: inout RunWish) {
        wish.host.job.timeout = timeout.map { Placed($0) }
        wish.host.job.idleTimeout = idleTimeout.map { Placed($0) }
        wish.host.job.onTimeout = onTimeout.map { Placed($0) }
        wish.host.job.retries = retries.map { Placed($0) }
        wish.host.job.delay = delay.map { Placed($0) }
        wish.host.job.reconnectFor = reconnectFor.map { Placed($0) }
        wish.host.job.onReboot = onReboot.map { Placed($0) }
        if become || becomeUser != nil {
            wish.host.job.become = Placed(.user(becomeUser ?? "root"))
        }
        if asksBecomePassword { wish.host.becomePassword = Placed(.prompt) }
        if tty { wish.host.job.tty = Placed(true) }
        if splitStderr { wish.host.job.splitStderr = Placed(true) }
        if keepRemote { wish.host.job.keepRemote = Placed(true) }
    }
}
