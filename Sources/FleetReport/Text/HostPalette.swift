package import FleetCore

/// The colours of hosts' tags.
package enum HostPalette {
    /// Colours of xterm's 6×6×6 cube that stand out on black and on white alike: their relative
    /// luminance lies between 0.1 and 0.3, which gives a contrast of 3:1 or more on both (WCAG 2.2,
    /// 1.4.11).
    ///
    /// No red: red means trouble.
    package static let colors: [UInt8] = [
        // blue, teal, green, violet, ochre, pink, sky, olive, orchid, orange, khaki, mauve
        33, 30, 28, 99, 136, 169, 67, 64, 133, 166, 100, 97,
    ]

    /// The colour of a host: the same in each run, whatever the other hosts.
    package static func color(of host: HostID) -> UInt8 {
        // FNV-1a, 32 bits: Swift's own hashes differ from run to run.
        let hash = host.name.utf8.reduce(UInt32(0x811c_9dc5)) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
        return colors[Int((hash ^ hash >> 16) % UInt32(colors.count))]
    }
}
