import FleetCore

/// Links from the report to what a run has kept.
struct ReportLinks {
    let pathToRun: String
    let place: @Sendable (JobID) -> String?

    /// An anchor to a job's log or fetched files, as HTML; `nil` where it left none.
    func anchor(to job: JobID, text: String) -> String? {
        guard let path = place(job) else { return nil }
        // Behind `./` no name can be read as the scheme of another address.
        let encoded = MarkupText.attribute(ReportLinks.encoded("./" + pathToRun + path))
        return "<a href=\"\(encoded)\">\(MarkupText.content(text))</a>"
    }

    /// The path with all but letters, digits and what has no meaning in an address as `%41`.
    private static func encoded(_ path: String) -> String {
        let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/:".utf8)
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in path.utf8 {
            if plain.contains(byte) {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
