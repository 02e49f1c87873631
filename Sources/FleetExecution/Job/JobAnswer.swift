import FleetCore

/// The host's answer to one request: the channel's standard output, and where a script's standard error is
/// kept apart, the channel's standard error beside it.
struct JobAnswer {
    private var output: AnswerDecoder
    /// Of noise alone, unless a script's standard error is kept apart.
    private var error: AnswerDecoder
    private let splitsStandardError: Bool
    /// The script's end, while its standard error still comes: the streams aren't ordered between them.
    private var heldEnd: AnswerDecoder.Part?

    /// Creates the decoder of the answer to `request`.
    init(to request: EnsureRequest) {
        output = AnswerDecoder(
            request: request.requestNonce, job: request.jobNonce, offset: request.offset)
        error = AnswerDecoder(
            request: request.requestNonce, job: request.jobNonce, offset: request.errorOffset)
        splitsStandardError = request.splitsStandardError && !request.usesTTY
    }

    /// The last line that was printed before, or instead of, an answer.
    var lastNoise: String { output.lastNoise.isEmpty ? error.lastNoise : output.lastNoise }

    /// Whether the host's disk was full when the script ended.
    var isSpoolFull: Bool { output.isSpoolFull }

    /// Takes the next bytes of the channel's standard output.
    mutating func decode(_ bytes: [UInt8]) -> [AnswerDecoder.Part] {
        var parts = output.decode(bytes)
        if case .end = parts.last, splitsStandardError, !error.isFinished {
            heldEnd = parts.removeLast()
        }
        return parts
    }

    /// Takes the next bytes of the channel's standard error; noise where it isn't the script's.
    mutating func decodeError(_ bytes: [UInt8]) -> [AnswerDecoder.Part] {
        let decoded = error.decode(bytes)
        guard splitsStandardError else { return [] }
        var parts: [AnswerDecoder.Part] = []
        for part in decoded {
            switch part {
            case .output: parts.append(part)
            case .end:
                if let heldEnd { parts.append(heldEnd) }
            // The channel's standard output tells these.
            case .header, .gone, .incomplete: break
            }
        }
        return parts
    }
}
