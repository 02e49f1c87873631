/// The private keys of this process, each read and decrypted once.
public actor KeyRing {
    private var keys: [String: Task<Result<PrivateKey, KeyError>, Never>] = [:]

    /// Creates a ring without keys.
    public init() {}

    /// The key at `path`, loaded at the first question.
    ///
    /// - Throws: ``KeyError``, the same for each question.
    public func key(
        path: String, passphrase: PassphraseSource? = nil
    ) async throws(KeyError) -> PrivateKey {
        if let task = keys[path] { return try await task.value.get() }
        // Awaited right here by the first who asks, and by all who ask for the same key meanwhile.
        let task = Task<Result<PrivateKey, KeyError>, Never> {
            do throws(KeyError) {
                return .success(try await PrivateKey.load(path: path, passphrase: passphrase))
            } catch {
                return .failure(error)
            }
        }
        keys[path] = task
        return try await task.value.get()
    }
}
