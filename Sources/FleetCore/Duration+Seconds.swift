extension Duration {
    /// The whole duration in seconds, to the millisecond, as JSON and the summary give it.
    public var seconds: Double {
        let (whole, attoseconds) = components
        let milliseconds = whole * 1_000 + attoseconds / 1_000_000_000_000_000
        return Double(milliseconds) / 1_000
    }
}

extension Duration {
    /// As many seconds as a file or a host says, to the millisecond; `nil` for what is no length of time.
    ///
    /// Three hundred years are the most: larger numbers can't be reckoned with.
    package init?(written seconds: Double) {
        guard (-1e10...1e10).contains(seconds) else { return nil }
        self = .milliseconds(Int64((seconds * 1_000).rounded()))
    }
}

extension Decoder {
    /// The duration that a number of seconds means.
    package func duration(_ seconds: Double) throws -> Duration {
        guard let duration = Duration(written: seconds) else {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(
                    codingPath: codingPath, debugDescription: "\(seconds) seconds are too many"))
        }
        return duration
    }
}
