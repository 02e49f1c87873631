import FleetCore

/// What a host has done to end a script.
package enum EndAnswer: Hashable, Sendable {
    /// Nothing of it runs any more.
    case ended
    /// It had ended by itself before.
    case alreadyEnded
    /// Something of it still runs, in spite of KILL, or couldn't be looked for; the text says what.
    case survived(String)
}

extension EndRequest {
    /// Makes the request over `connection`, on a channel of its own, and waits for the host's word.
    ///
    /// - Throws: ``TransportError`` when the connection ended before the host said anything.
    func answer(over connection: any RemoteConnection) async throws(TransportError) -> EndAnswer {
        let (header, exit) = try await connection.header(answering: command, requestNonce)
        if let header { return EndAnswer(header) }
        return .survived("the host ended the request (\(exit.inWords)) without an answer")
    }
}

extension CleanRequest {
    /// Makes the request over `connection`, and waits for the host's word; `nil` where it gave none.
    ///
    /// - Throws: ``TransportError`` when the connection ended before the host said anything.
    package func answer(
        over connection: any RemoteConnection
    ) async throws(TransportError) -> AnswerHeader.State? {
        try await connection.header(answering: command, requestNonce).header?.state
    }
}

extension RemoteConnection {
    /// Runs a command whose answer is a header and no more.
    fileprivate func header(
        answering command: RemoteCommand, _ nonce: Nonce
    ) async throws(TransportError) -> (header: AnswerHeader?, exit: RemoteExit) {
        let process = try await start(command)
        var decoder = AnswerDecoder(request: nonce, job: nonce)
        var exit = RemoteExit.unknown
        reading: while decoder.header == nil {
            switch try await process.next() {
            case .standardOutput(let bytes): _ = decoder.decode(bytes)
            case .standardError: break
            case .ended(let end):
                exit = end
                break reading
            }
        }
        await process.close()
        return (decoder.header, exit)
    }
}

extension EndAnswer {
    /// Reads the answer to an ``EndRequest``.
    init(_ header: AnswerHeader) {
        switch header.state {
        case .ended, .withdrawn: self = .ended
        case .exited, .interrupted: self = .alreadyEnded
        case .surviving: self = .survived("processes \(header.text ?? "unknown") withstood KILL")
        case .failed, .started, .running, .gone, .differs, .missing, .removed:
            self = .survived(header.failureText)
        }
    }
}
