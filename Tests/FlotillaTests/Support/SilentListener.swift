import Foundation

/// A port that takes connections and never says anything; it knows whether anybody came.
final class SilentListener: Sendable {
    /// Where it listens.
    let port: Int
    private let descriptor: Int32

    init() throws {
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        descriptor = socket(AF_INET, type, 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let local = descriptor
        let isUp = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(local, $0, size) == 0 && listen(local, 8) == 0
                    && getsockname(local, $0, &size) == 0
            }
        }
        guard isUp else { throw POSIXError(.EADDRINUSE) }
        port = Int(UInt16(bigEndian: address.sin_port))
    }

    deinit { close(descriptor) }

    /// Whether nobody has connected since the last time this was asked.
    var isUntouched: Bool {
        let guest = accept(descriptor, nil, nil)
        if guest >= 0 { close(guest) }
        return guest < 0
    }
}
