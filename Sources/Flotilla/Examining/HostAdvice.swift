import FleetExecution
import FleetReport

/// What a host's findings mean: a pure function of them.
enum HostAdvice {
    /// Below this much room the output of a talkative script may not fit.
    private static let littleRoom: UInt64 = 100_000_000  // bytes
    /// Below this much room not even a job's own files do.
    private static let noRoom: UInt64 = 1_000_000  // bytes
    /// A job makes a dozen files.
    private static let fewFiles: UInt64 = 1_000
    /// A clock that is off by less bothers nobody who reads a log.
    private static let tolerance: Duration = .seconds(5)

    /// The advice about a host, the gravest first.
    static func advice(about host: ExaminedHost) -> [Advice] {
        let findings = host.findings
        let all =
            programs(findings) + room(findings) + left(findings) + tmux(findings)
            + logind(findings) + sudo(findings, host.hasSudoPassword) + login(findings)
            + clock(host.clock) + files(host)
        return all.enumerated()
            .sorted { ($1.element.level, $0.offset) < ($0.element.level, $1.offset) }
            .map(\.element)
    }

    private static func programs(_ findings: HostFindings) -> [Advice] {
        var advice: [Advice] = []
        if !findings.missing.isEmpty {
            advice.append(
                Advice(
                    .problem, "a job needs \(list(findings.missing)), which the host doesn't have",
                    remedy: "install coreutils and grep, or a whole busybox"))
        }
        if findings.lacking.contains("cksum") {
            advice.append(
                Advice(
                    .note,
                    "there is no cksum: whether a script arrived whole is told by its length",
                    remedy: "install coreutils"))
        }
        if findings.boot == nil {
            advice.append(
                Advice(
                    .warning, "the host has no boot identity: a reboot isn't seen as one",
                    remedy: "mount /proc"))
        }
        return advice
    }

    private static func room(_ findings: HostFindings) -> [Advice] {
        guard let spool = findings.spool else {
            let home = findings.home ?? "the home folder"
            return [
                Advice(
                    .problem,
                    "output can be kept nowhere: neither \(home), /var/tmp nor /tmp can be written to",
                    remedy: "make one of them writable, or free room there")
            ]
        }
        var advice: [Advice] = []
        if spool != findings.home {
            let danger = spool.hasPrefix("/tmp") ? ", which a reboot may empty" : ""
            advice.append(
                Advice(
                    danger.isEmpty ? .note : .warning,
                    "nothing can be written to \(findings.home ?? "the home folder"): output is kept in"
                        + " \(spool)\(danger)",
                    remedy: "have the home folder writable, with room in it"
                ))
        }
        if let free = findings.free, free < littleRoom {
            advice.append(
                Advice(
                    free < noRoom ? .problem : .warning,
                    "only \(HumanByteCount(free)) are free for output in \(spool)",
                    remedy: "free some; 'flotilla clean' removes what earlier runs left"))
        }
        if let inodes = findings.inodes, inodes < fewFiles {
            advice.append(
                Advice(
                    inodes < 20 ? .problem : .warning,
                    "only \(inodes.counted("more file")) can be made in \(spool): its inodes are used up",
                    remedy: "remove small files; 'flotilla clean' removes what earlier runs left"))
        }
        return advice
    }

    private static func left(_ findings: HostFindings) -> [Advice] {
        guard let left = findings.left, left.ended > 0 else { return [] }
        return [
            Advice(
                .note,
                "the output of \(left.ended.counted("job")) of earlier runs is still there"
                    + " (\(HumanByteCount(left.bytes)))",
                remedy: "'flotilla clean' removes it for the runs that are kept here")
        ]
    }

    private static func tmux(_ findings: HostFindings) -> [Advice] {
        guard findings.tmux != nil else {
            return [
                Advice(
                    .warning,
                    "there is no tmux: jobs run without, and 'flotilla attach' can't enter them",
                    remedy: "install tmux")
            ]
        }
        guard findings.locale == nil else { return [] }
        let said = findings.tmuxSaid.map { " ('\(DisplayText.line($0))')" } ?? ""
        let isLocale = findings.tmuxSaid?.contains("LC_") ?? false
        return [
            Advice(
                .warning,
                "tmux doesn't start\(said): jobs run without, and 'flotilla attach' can't enter them",
                remedy: isLocale
                    ? "install locales, and make one: localedef -i en_US -f UTF-8 en_US.UTF-8"
                    : "start tmux there by hand and see")
        ]
    }

    private static func logind(_ findings: HostFindings) -> [Advice] {
        guard findings.killsProcesses == true, !findings.isLingering else { return [] }
        return [
            Advice(
                .problem,
                "logind ends all that a user leaves behind (KillUserProcesses): a job ends with its connection",
                remedy: "as root: loginctl enable-linger \(findings.user ?? "")")
        ]
    }

    private static func sudo(_ findings: HostFindings, _ hasPassword: Bool) -> [Advice] {
        switch findings.sudo {
        case .missing:
            return [
                Advice(
                    .problem, "jobs are to become another user, and there is no sudo",
                    remedy: "install sudo")
            ]
        case .refused(let said) where !hasPassword:
            return [
                Advice(
                    .problem,
                    "sudo doesn't let jobs become another user without a password: '\(DisplayText.line(said))'",
                    remedy: "give it with --ask-become-pass, or allow it with NOPASSWD in sudoers")
            ]
        case .refused, .allowed, nil: return []
        }
    }

    private static func login(_ findings: HostFindings) -> [Advice] {
        guard findings.noise > 0 else { return [] }
        let begin = DisplayText.cut(DisplayText.line(findings.noiseBegin), to: 40)
        return [
            Advice(
                .note,
                "the login's scripts print \(findings.noise.counted("byte")) before every answer ('\(begin)'):"
                    + " flotilla passes over them, scp and sftp don't",
                remedy: "have them print only on a terminal: [ -t 1 ] && echo …")
        ]
    }

    private static func clock(_ skew: ClockSkew?) -> [Advice] {
        guard let skew, skew.least > tolerance else { return [] }
        let direction = skew.isAhead ? "ahead of" : "behind"
        return [
            Advice(
                .warning, "its clock is \(HumanDuration(skew.least)) \(direction) the one here",
                remedy: "let NTP set it: timedatectl set-ntp true")
        ]
    }

    private static func files(_ host: ExaminedHost) -> [Advice] {
        switch host.files {
        case .sftp, .local: []
        case .untold(let why):
            [
                Advice(
                    .note, "whether there is SFTP isn't told: \(DisplayText.line(why))")
            ]
        case .commands:
            [
                Advice(
                    .note, "there is no SFTP: files are copied by commands of its shell",
                    remedy: host.findings.noise > 0
                        ? "perhaps it is only what the login's scripts print: have them be silent first"
                        : "OpenSSH: 'Subsystem sftp internal-sftp' in sshd_config; dropbear: install"
                            + " openssh-sftp-server")
            ]
        }
    }

    private static func list(_ names: [String]) -> String {
        DisplayText.line(names.joined(separator: ", "))
    }
}
