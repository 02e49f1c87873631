/// What the first bytes from a server tell about a handshake that failed.
extension Wire {
    /// Whether the server has introduced itself as an SSH server.
    var hasBanner: Bool { bannerLine != nil }

    /// The first line if the server has said something that isn't SSH, made safe to show.
    var foreignAnswer: String? {
        guard let prelude, !prelude.isEmpty, bannerLine == nil else { return nil }
        let line = prelude.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        return String(foreign: line, limit: 60)
    }

    /// The same, where the server has said more than any that is about to introduce itself: libssh2 would listen
    /// for ever.
    var endlessAnswer: String? { consumed > Wire.longestPrelude ? foreignAnswer : nil }

    /// How many bytes may come before the banner; the longest notices of real servers are a page.
    private static let longestPrelude = 65_536

    /// Whether a banner goes on beyond any that a server has; 255 bytes are allowed.
    var isBannerEndless: Bool { isBannerCutShort && (prelude ?? []).count > 8_192 }

    /// Whether what was said last may be the beginning of a banner whose end never came.
    var isBannerCutShort: Bool {
        let last =
            (prelude ?? []).split(
                separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false
            ).last ?? []
        let begin = Array("SSH-".utf8)
        return !last.isEmpty && (last.starts(with: begin) || begin.starts(with: last))
    }

    /// The words for a server that answered with `answer`.
    static func notSSH(_ answer: String) -> String {
        "it answered with '\(answer)', which is not SSH; is the port right?"
    }

    /// The line of the banner, such as `SSH-2.0-OpenSSH_9.2p1`; other lines may come before it.
    ///
    /// - Source: RFC 4253, section 4.2.
    var bannerLine: String? {
        lines.first { $0.starts(with: Array("SSH-".utf8)) }
            .map { String(foreign: $0) }
    }

    /// The algorithms that the server offers, once its first packet is there.
    var serverOffer: KeyExchangeOffer? {
        guard let prelude, let banner = lines.first(where: { $0.starts(with: Array("SSH-".utf8)) })
        else { return nil }
        let packet = prelude[banner.endIndex...].drop { $0 == 13 || $0 == 10 }
        return KeyExchangeOffer(packet: packet)
    }

    /// The lines before the first packet, without their ends.
    private var lines: [ArraySlice<UInt8>] {
        (prelude ?? []).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true)
            .map { $0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0 }
    }
}
