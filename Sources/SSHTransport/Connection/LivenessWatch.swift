import FleetCore
import FleetExecution
import NIOCore

/// What is known about whether a silent host is still there.
struct LivenessWatch {
    /// A channel that never runs a command, for asking; `nil` before the first question, and where there is
    /// none to spare.
    var channel: SessionChannel?
    /// Whether such a channel is kept; not on a server that opens too few (`MaxSessions`).
    var keepsChannel = true
    /// Whether the channel is being given back, so that a command can have it.
    var isGivingBack = false
    /// When the host was last seen to be there.
    private(set) var lastLife = NIODeadline.now()
    /// When it was asked, if it hasn't answered.
    var asked: NIODeadline?
    /// The next look at the clock.
    var timer: Scheduled<Void>?

    /// The host has given a sign of life.
    mutating func sawLife(at time: NIODeadline) {
        lastLife = time
        asked = nil
    }

    /// Looks no more.
    mutating func stop() {
        timer?.cancel()
        timer = nil
    }
}

extension SSHConnection {
    /// Begins to watch over the connection, after the login.
    ///
    /// The kernel notices a dead network by itself; this is for a hung server behind a live kernel. While
    /// bytes come, or the socket takes bytes, nothing is asked.
    func beginWatching() {
        watch.sawLife(at: .now())
        look(at: .now() + TimeAmount(endpoint.liveness.quiet))
    }

    private func look(at deadline: NIODeadline) {
        watch.timer = loop.scheduleTask(deadline: deadline) {
            self.assumeIsolated { $0.look() }
        }
    }

    private func look() {
        guard ended == nil else { return }
        let now = NIODeadline.now()
        let patience = TimeAmount(endpoint.liveness.patience)
        if let asked = watch.asked {
            guard now < asked + patience || openingTunnel != nil else {
                let silence = Duration(now - watch.lastLife)
                return fail(
                    TransportError(
                        .lost, "the host has been silent for \(Int(silence.seconds)) s"))
            }
            // A question waits until a tunnel is open: the silence may be that of the machine behind.
            return look(at: openingTunnel == nil ? asked + patience : now + patience)
        }
        let due = watch.lastLife + TimeAmount(endpoint.liveness.quiet)
        guard now >= due else { return look(at: due) }
        watch.asked = now
        look(at: now + patience)
        ask()
    }

    /// Asks the host for an answer, whichever it is.
    private func ask() {
        if let channel = watch.channel {
            inBackground(isRequest: true) {
                if case .wouldBlock = channel.ping() { return false }
                return true
            }
        } else {
            // Opening a channel is a question as well: also a refusal (MaxSessions 1) is an answer.
            inBackground(isRequest: true) { [self] in
                switch session?.openChannel(window: 65_536) {
                case .wouldBlock: return false
                case .done(let channel):
                    watch.channel = channel
                    if !watch.keepsChannel { giveBackChannel() }
                case .failed, .refused, nil: break
                }
                return true
            }
        }
    }

    /// Closes the channel that is kept for asking, because a command needs it more.
    ///
    /// - Returns: Whether there is, or will be, a channel more than before.
    @discardableResult
    func giveBackChannel() -> Bool {
        guard let channel = watch.channel else { return watch.isGivingBack }
        watch.channel = nil
        watch.keepsChannel = false
        watch.isGivingBack = true
        inBackground { [self] in
            if case .wouldBlock = channel.close() { return false }
            watch.isGivingBack = false
            // The command that waits for the channel can have it now.
            turn()
            return true
        }
        return true
    }
}
