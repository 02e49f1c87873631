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
        let process = try await connection.start(command)
        var decoder = AnswerDecoder(request: requestNonce, job: requestNonce)
        while decoder.header == nil {
            switch try await process.next() {
            case .standardOutput(let bytes): _ = decoder.decode(bytes)
            case .standardError: break
            case .ended(let exit):
                await process.close()
                return .survived("the host ended the request (\(exit.inWords)) without an answer")
            }
        }
        await process.close()
        return decoder.header.map(EndAnswer.init) ?? .survived("no answer")
    }
}

extension EndAnswer {
    /// Reads the answer to an ``EndRequest``.
    init(_ header: AnswerHeader) {
        switch header.state {
        case .ended: self = .ended
        case .exited, .interrupted: self = .alreadyEnded
        case .surviving: self = .survived("processes \(header.text ?? "unknown") withstood KILL")
        case .failed, .started, .running, .gone, .missing, .removed:
            self = .survived(header.failureText)
        }
    }
}
