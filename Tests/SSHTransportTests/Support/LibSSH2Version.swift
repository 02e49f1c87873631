@testable import SSHTransport

/// Which libssh2 tests run with.
enum LibSSH2Version {
    /// Whether it is one that knows neither chacha20 nor EtM: before 1.11.
    static var isOld: Bool {
        let parts = LibSSH2.version.split(separator: ".").compactMap { Int($0) }
        return parts.count > 1 && parts[0] == 1 && parts[1] < 11
    }
}
