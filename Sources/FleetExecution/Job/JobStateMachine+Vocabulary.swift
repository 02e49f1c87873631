package import FleetCore

extension JobStateMachine {
    /// What happened to a job.
    ///
    /// What comes from a connection carries the number of the attempt that made it.
    package enum Event: Hashable, Sendable {
        /// The job's turn has come; must come first, once.
        case began
        /// The host let us in.
        case connected(attempt: Int, notices: [String])
        /// The host didn't let us in.
        case connectFailed(attempt: Int, TransportError)
        /// The host answered the request.
        case answered(attempt: Int, AnswerHeader)
        /// Output arrived and is in the log.
        case received(attempt: Int, bytes: Int, from: OutputStream = .standardOutput)
        /// The script's end arrived, behind the last byte of its output.
        case scriptEnded(attempt: Int, ExitStatus)
        /// The host says that what ran the script is gone, and that its end is not known.
        case runnerGone(attempt: Int, AnswerDecoder.GoneReason)
        /// The answer broke off on the host, which holds more output.
        case brokenOff(attempt: Int)
        /// The request ended on the host before it gave the script's end; the text is what was printed
        /// instead of an answer.
        case requestEnded(attempt: Int, RemoteExit, noise: String)
        /// The connection ended, or a channel couldn't be had on it.
        case connectionLost(attempt: Int, TransportError)
        /// A host that is about to be given up was asked at each layer; without a verdict it is there after all.
        case probed(attempt: Int, verdict: String?)
        /// The host has done what it could to end the script.
        case endAnswered(attempt: Int, EndAnswer)
        /// A timer that was set has run out.
        case timerFired(Timer)
        /// The operator wants the script ended.
        case cancelled
        /// The output can't be stored here; the text says where and why.
        case outputRefused(String)
    }

    /// What the driver must do, in order.
    package enum Action: Hashable, Sendable {
        /// Connect; answers `connected` or `connectFailed`.
        case connect(attempt: Int)
        /// Find out which layer of the host is dead; answers `probed`.
        case probe(attempt: Int)
        /// Make sure that the script has been started, and ask for its output.
        case request(attempt: Int, Request)
        /// Read on; answers with what comes next.
        case read(attempt: Int)
        /// End the script and all that it started; answers `endAnswered` or `connectionLost`.
        case endScript(attempt: Int, start: Int)
        /// Give the connection back; the spool is removed from the host where `removingSpool`.
        case leave(attempt: Int, removingSpool: Bool)
        /// Fire `timerFired` after this long.
        case setTimer(Timer, after: Duration)
        /// Tell the operator.
        case report(JobEvent)
        /// The job is over: record its end; no more than leaving follows.
        case finish(Outcome)
    }

    /// What is asked of the host; the same whether or not it was asked before.
    package struct Request: Hashable, Sendable {
        /// The number of the script's start.
        package var start = 1
        /// How many reboots have cut earlier starts short; the script sees it.
        package var reboots = 0
        /// From where on output is wanted.
        package var offset = SpoolOffset()
        /// From where on standard error is wanted, where it is kept apart.
        package var errorOffset = SpoolOffset()
        /// When the host may make that start, if it has not made it yet.
        package var launch = Launch.always
        /// What the logs of an earlier controller must be the beginning of, until the host has said so.
        package var unverified: LogPrefixes?
    }

    /// What a timer is for.
    ///
    /// Each carries the number of what it was set for, so a late one is told apart.
    package enum Timer: Hashable, Sendable {
        /// The pause before an attempt is over.
        case reconnect(attempt: Int)
        /// The host should have answered the request by now.
        case answer(attempt: Int)
        /// The script may have been silent for too long.
        case idle(start: Int)
        /// The script has run for too long.
        case total(start: Int)
        /// Ending the script should be done by now.
        case end(attempt: Int)
    }
}
