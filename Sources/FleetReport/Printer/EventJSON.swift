package import FleetCore
import Foundation

/// An event as a line of JSON; its members are those of `RunEvent`'s coding, in alphabetic order.
package enum EventJSON {
    /// Appends the event as one object and a newline.
    package static func write(_ event: RunEvent, to bytes: inout [UInt8]) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            writeEscapingControls(try encoder.encode(event), to: &bytes)
        } catch {
            preconditionFailure("an event holds text and finite numbers only, yet: \(error)")
        }
        bytes.append(UInt8(ascii: "\n"))
    }

    /// The encoder leaves DEL and C1 controls as they are, which some terminals obey.
    private static func writeEscapingControls(_ data: Data, to bytes: inout [UInt8]) {
        var isBehindC2 = false
        for byte in data {
            if isBehindC2 && byte < 0xa0 {
                bytes.removeLast()
                bytes += "\\u00".utf8
                bytes += String(byte, radix: 16).utf8
            } else if byte == 0x7f {
                bytes += "\\u007f".utf8
            } else {
                bytes.append(byte)
            }
            isBehindC2 = byte == 0xc2
        }
    }
}
