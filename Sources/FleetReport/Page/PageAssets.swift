import Crypto

/// The report's style and script, and what its policy knows them by.
enum PageAssets {
    static let style = Asset(PackageResources.report_css)
    static let script = Asset(PackageResources.report_js)

    /// Text that stands in the page as it is.
    struct Asset: Sendable {
        let text: String
        /// Its SHA-256 as a source expression of a policy: `sha256-…`.
        ///
        /// - Source: Content Security Policy Level 3, 2.3.1 (`hash-source`).
        let digest: String

        init(_ bytes: [UInt8]) {
            text = String(decoding: bytes, as: UTF8.self)
            var digest = Array("sha256-".utf8)
            JSONText.writeBase64(Array(SHA256.hash(data: bytes)), to: &digest)
            self.digest = String(decoding: digest, as: UTF8.self)
        }
    }
}
