package import FleetCore

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Takes a host's answer apart: noise, the header, the script's output, its end.
///
/// One decodes the channel's standard output; with `splitsStandardError`, a second one its standard error, where
/// the header says no more than that the rest is the script's.
///
/// - Shape: bytes in, in pieces of any size; parts out, in order. An output's bytes are slices of the piece;
///   what may be the beginning of a mark is held back until the next piece decides.
/// - Memory: at most the last 64 KiB of noise, and 4 KiB of an unfinished line.
/// - Source: REMOTE.md, "What comes back".
package struct AnswerDecoder: Sendable {
    /// What an answer is made of.
    package enum Part: Hashable, Sendable {
        /// The header came; what came before is ``AnswerDecoder/noise``.
        case header(AnswerHeader)
        /// Bytes of the script's output, never none.
        case output(ArraySlice<UInt8>)
        /// The script ended, and all of its output has been given. The last part.
        case end(ExitStatus)
        /// The script's end is not known, and never will be; all output that there is has been given. The
        /// last part.
        case gone(GoneReason)
        /// The answer broke off: there is more output on the host. The last part; ask again from the offset.
        case incomplete
    }

    /// Why a script's end is not known.
    package enum GoneReason: String, Hashable, Sendable {
        /// The runner was killed: the script may still run.
        case runner
        /// The machine rebooted in the middle of the script.
        case reboot
    }

    /// What came before the header: text of login scripts, the last 64 KiB of it.
    package var noise: [UInt8] { Array(allNoise.suffix(Self.mostNoise)) }
    /// The header, once it has come.
    package private(set) var header: AnswerHeader?
    /// Whether the last part was given; whatever comes after it is left out.
    package private(set) var isFinished = false

    /// Whether the end mark found no room on the host's disk; then part of the output may have found none.
    package private(set) var isSpoolFull = false

    /// Grows to twice what is kept before it is cut, so that each byte is moved once.
    private var allNoise: [UInt8] = []
    /// An unfinished line that may become a header or a mark: it begins with the control byte.
    private var held: [UInt8] = []
    /// How far into the spool the output given so far reaches, in bytes.
    private var position: UInt64
    private let headerPrefix: [UInt8]
    private let endPrefix: [UInt8]
    private let trailerPrefix: [UInt8]

    /// The byte that begins a header and a mark; RECORD SEPARATOR, which text hardly ever holds.
    private static let control: UInt8 = 0x1e
    private static let mostNoise = 64 * 1024
    private static let longestLine = 4096

    /// Creates a decoder for the answer to one request.
    ///
    /// - Parameter offset: where in the spool the output begins, as the request said.
    package init(request: Nonce, job: Nonce, offset: SpoolOffset = SpoolOffset()) {
        self.position = offset.bytes
        self.headerPrefix =
            [Self.control] + Array("flotilla \(RemoteProgram.version) \(request) ".utf8)
        self.endPrefix = [Self.control] + Array("\(job) ".utf8)
        self.trailerPrefix = [Self.control] + Array("\(request) ".utf8)
    }

    /// Takes the next piece of the stream.
    package mutating func decode(_ piece: [UInt8]) -> [Part] {
        guard !isFinished else { return [] }
        let bytes = held.isEmpty ? piece : held + piece
        held = []
        var parts: [Part] = []
        var given = bytes.startIndex
        var searched = given
        while let start = Self.firstControl(in: bytes[searched...]) {
            switch line(at: bytes[start...]) {
            case .foreign:
                searched = start + 1
            case .unfinished:
                give(bytes[given..<start], to: &parts)
                held = Array(bytes[start...])
                return parts
            case .header(let header, let end):
                give(bytes[given..<start], to: &parts)
                self.header = header
                parts.append(.header(header))
                given = end
                searched = end
            case .trailer(let trailer, _):
                give(bytes[given..<start], to: &parts)
                parts.append(last(trailer))
                isFinished = true
                return parts
            }
        }
        give(bytes[given...], to: &parts)
        return parts
    }

    private enum Line {
        /// May become ours with the bytes that are still to come.
        case unfinished
        /// A control byte of the script, or of the noise.
        case foreign
        /// The header, up to this index.
        case header(AnswerHeader, end: Int)
        /// The end mark, or what stands for it, up to this index.
        case trailer(AnswerTrailer, end: Int)
    }

    /// Reads the line that begins with a control byte.
    private func line(at rest: ArraySlice<UInt8>) -> Line {
        for prefix in header == nil ? [headerPrefix] : [endPrefix, trailerPrefix] {
            guard rest.count >= prefix.count else {
                if prefix.starts(with: rest) { return .unfinished }
                continue
            }
            guard rest.starts(with: prefix) else { continue }
            let body = rest.dropFirst(prefix.count).prefix(Self.longestLine)
            guard let newline = body.firstIndex(of: UInt8(ascii: "\n")) else {
                return body.count < Self.longestLine ? .unfinished : .foreign
            }
            let text = String(decoding: body[..<newline], as: UTF8.self)
            if header == nil {
                return AnswerHeader(line: text).map { .header($0, end: newline + 1) } ?? .foreign
            }
            return AnswerTrailer(text).map { .trailer($0, end: newline + 1) } ?? .foreign
        }
        return .foreign
    }

    private mutating func last(_ trailer: AnswerTrailer) -> Part {
        if let size = trailer.size, size > position { return .incomplete }
        isSpoolFull = trailer.size != nil
        switch trailer.news {
        case .end(let status): return .end(status)
        case .gone(let reason): return .gone(reason)
        }
    }

    private mutating func give(_ bytes: ArraySlice<UInt8>, to parts: inout [Part]) {
        guard !bytes.isEmpty else { return }
        if header == nil {
            allNoise += bytes.suffix(Self.mostNoise)
            if allNoise.count > 2 * Self.mostNoise {
                allNoise.removeFirst(allNoise.count - Self.mostNoise)
            }
        } else {
            position += UInt64(bytes.count)
            parts.append(.output(bytes))
        }
    }

    /// The place of the first control byte; memchr, for all output of all hosts passes through here.
    private static func firstControl(in bytes: ArraySlice<UInt8>) -> Int? {
        bytes.withUnsafeBytes { buffer in
            guard
                let base = buffer.baseAddress,
                let found = memchr(base, Int32(control), buffer.count)
            else { return nil }
            return bytes.startIndex + (UnsafeRawPointer(found) - base)
        }
    }
}
