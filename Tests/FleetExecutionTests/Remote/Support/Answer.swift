import FleetCore

@testable import FleetExecution

/// All of a host's answer, as a client would keep it.
struct Answer {
    var header: AnswerHeader?
    var output: [UInt8] = []
    var errors: [UInt8] = []
    var last: AnswerDecoder.Part?
    var lastOfErrors: AnswerDecoder.Part?
    var noise = ""
    /// What came on standard error and is not the script's.
    var complaints = ""
    var exit: RemoteExit?

    /// The script's own end, if it was told.
    var status: ExitStatus? {
        guard case .end(let status)? = last else { return nil }
        return status
    }

    var text: String { String(decoding: output, as: UTF8.self) }
}

extension LocalHost {
    /// Makes `request` and reads all of the answer; leaves when the script has ended.
    func ask(_ request: EnsureRequest, through shell: Shell = .dash) async throws -> Answer {
        let process = try start(request.command, through: shell)
        return await read(process, of: request)
    }

    /// Reads the answer to `request`, until it is over or `isEnough`.
    func read(
        _ process: LocalProcess, of request: EnsureRequest,
        until isEnough: (Answer) -> Bool = { _ in false }
    ) async -> Answer {
        var answer = Answer()
        var decoder = AnswerDecoder(
            request: request.requestNonce, job: request.jobNonce, offset: request.offset)
        var errors = AnswerDecoder(
            request: request.requestNonce, job: request.jobNonce, offset: request.errorOffset)
        while answer.exit == nil {
            switch await process.next() {
            case .standardOutput(let bytes):
                for part in decoder.decode(bytes) { answer.take(part) }
            case .standardError(let bytes):
                for part in errors.decode(bytes) {
                    switch part {
                    case .header: break
                    case .output(let bytes): answer.errors += bytes
                    case .end, .gone, .incomplete: answer.lastOfErrors = part
                    }
                }
            case .ended(let exit): answer.exit = exit
            }
            let isOver =
                decoder.isFinished && (errors.isFinished || !request.splitsStandardError)
            if isOver || isEnough(answer) { await process.finishInput(with: []) }
        }
        answer.noise = String(decoding: decoder.noise, as: UTF8.self)
        answer.complaints = String(decoding: errors.noise, as: UTF8.self)
        return answer
    }

    /// Makes a request whose answer is a header.
    func ask(_ command: RemoteCommand, nonce: Nonce) async throws -> AnswerHeader? {
        let process = try start(command)
        var decoder = AnswerDecoder(request: nonce, job: nonce)
        while true {
            switch await process.next() {
            case .standardOutput(let bytes): _ = decoder.decode(bytes)
            case .standardError: break
            case .ended: return decoder.header
            }
        }
    }
}

extension Answer {
    fileprivate mutating func take(_ part: AnswerDecoder.Part) {
        switch part {
        case .header(let header): self.header = header
        case .output(let bytes): output += bytes
        case .end, .gone, .incomplete: last = part
        }
    }
}
