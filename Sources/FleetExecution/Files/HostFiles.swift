import Synchronization

/// What one connection gives of a host's files: their bytes, and what they come to.
struct HostFiles: Sendable {
    let connection: any RemoteConnection
    let files: any FileTransfer

    /// Opens them, over SFTP where the host has it.
    ///
    /// - Parameter memory: What earlier connections have shown, and this one may add to.
    init(
        _ connection: any RemoteConnection, _ memory: Memory = Memory()
    ) async throws(TransportError) {
        self.connection = connection
        guard !memory.hangsUp.load(ordering: .relaxed) else {
            files = CommandFiles(connection)
            return
        }
        do throws(TransportError) {
            files = try await connection.openFiles() ?? CommandFiles(connection)
        } catch {
            if error.code == .lost { memory.hangsUp.store(true, ordering: .relaxed) }
            throw error
        }
    }

    /// What was learned of a host's files that outlives a connection.
    final class Memory: Sendable {
        /// Whether a connection ended as SFTP was asked for.
        ///
        /// A server without it may hang up instead of refusing, as tinysshd does; and where it was the link after
        /// all, commands do as well.
        fileprivate let hangsUp = Atomic(false)
    }

    /// Removes a part behind a failure, whose reason is what is told.
    func discard(_ part: RemotePath) async {
        do throws(FileTransferError) {
            try await files.remove(part)
        } catch {
            // It stays, by a name that tells whose it is.
        }
    }

    /// What the first bytes of a file on the host come to, and what said so.
    struct Digest: Sendable {
        let digest: FileDigest
        /// The program on the host, or `reading back`.
        let verification: String
    }

    /// Asks the host what the first `count` bytes of a file come to; reads them where it has no program for it.
    func digest(
        of path: RemotePath, first count: UInt64
    ) async throws(FileTransferError) -> Digest {
        do throws(FileTransferError) {
            let command = FileCommand(.digest, path, String(count))
            let conversation = try await FileConversation(command, at: path, over: connection)
            let answer = try await conversation.all(limit: HostFiles.longestDigest)
            if let digest = Digest(answer: answer) { return digest }
        } catch  where error.code == .unsupported || error.transport?.code == .channelRefused {
            // Such as an account for SFTP alone, or a server that opens no second channel.
        }
        return try await readBack(path, first: count)
    }

    private static let longestDigest = 65_536

    /// What is said of a host without a program for digests.
    static let readingBack = "reading back"

    private func readBack(
        _ path: RemotePath, first count: UInt64
    ) async throws(FileTransferError) -> Digest {
        let meter = SharedMeter()
        try await files.read(path, 0..<count) { (piece) async throws(FileTransferError) in
            await meter.update(piece)
        }
        return Digest(digest: await meter.digest, verification: HostFiles.readingBack)
    }

    /// An actor, for the pieces come to it from another one.
    private actor SharedMeter {
        private var meter = DigestMeter(.sha256)

        var digest: FileDigest { meter.digest }

        func update(_ bytes: ArraySlice<UInt8>) { meter.update(bytes) }
    }
}

extension HostFiles.Digest {
    /// Reads the name of a program and what it printed; `nil` where the host has none of them.
    init?(answer: [UInt8]) {
        let lines = answer.split(separator: UInt8(ascii: "\n"))
            .map { String(decoding: $0, as: UTF8.self) }
        guard let tool = lines.first, let text = lines.dropFirst().first else { return nil }
        let words = text.split(separator: " ")
        if tool == "cksum" {
            guard let value = words.first.flatMap({ UInt32($0) }) else { return nil }
            let bytes = withUnsafeBytes(of: value.bigEndian, Array.init)
            self.init(
                digest: FileDigest(algorithm: .posix, bytes: bytes), verification: tool)
        } else {
            // openssl says `SHA256(stdin)= …`, the others the digest first.
            guard let bytes = words.lazy.compactMap({ Self.bytes(hex: $0) }).first else {
                return nil
            }
            self.init(
                digest: FileDigest(algorithm: .sha256, bytes: bytes),
                verification: tool == "sha256sum" ? tool : "\(tool), SHA-256")
        }
    }

    private static func bytes(hex word: Substring) -> [UInt8]? {
        guard word.utf8.count == 64 else { return nil }
        let digits = word.utf8.compactMap { UInt8(hexDigit: $0) }
        guard digits.count == 64 else { return nil }
        return stride(from: 0, to: 64, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}

extension UInt8 {
    /// The value of a lower-case hexadecimal digit, or `nil`.
    fileprivate init?(hexDigit: UInt8) {
        switch hexDigit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self = hexDigit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self = hexDigit - UInt8(ascii: "a") + 10
        default: return nil
        }
    }
}
