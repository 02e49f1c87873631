import CLibSSH2

/// The library as a whole.
enum LibSSH2 {
    /// Whether the library has been made ready, which happens once per process, at the first question.
    static let isReady: Bool = {
        flotilla_keep_openssl()
        return libssh2_init(0) == 0
    }()

    /// The version that runs, such as `1.10.0`.
    static var version: String {
        libssh2_version(0).map { String(cString: $0) } ?? "unknown"
    }
}
