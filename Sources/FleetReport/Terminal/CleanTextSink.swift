/// What takes the text that ``TerminalSanitizer`` lets through.
///
/// Two kinds of writer need it: one that tags lines for a terminal, and one that keeps plain bytes.
package protocol CleanTextSink {
    /// Takes printable text: valid UTF-8 of whole characters, with tabs, without a newline; never
    /// empty.
    ///
    /// The buffer is valid for this call only. A run is either printable ASCII or one character.
    mutating func text(_ run: UnsafeBufferPointer<UInt8>)

    /// Takes the end of a line.
    mutating func newline()

    /// Takes a change of colour or weight.
    mutating func style(_ style: TextStyle)
}

/// Keeps the clean text as bytes, styles as escape sequences.
package struct CleanBytes: CleanTextSink {
    /// The text so far.
    package private(set) var bytes: [UInt8] = []
    private let keepsStyles: Bool

    /// Creates an empty sink.
    package init(keepsStyles: Bool = true) { self.keepsStyles = keepsStyles }

    package mutating func text(_ run: UnsafeBufferPointer<UInt8>) { bytes.append(contentsOf: run) }

    package mutating func newline() { bytes.append(UInt8(ascii: "\n")) }

    package mutating func style(_ style: TextStyle) {
        if keepsStyles { style.write(to: &bytes) }
    }
}
