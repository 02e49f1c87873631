package import FleetCore

/// A host's files by commands of its shell, where it has no SFTP.
package struct CommandFiles: FileTransfer {
    private let connection: any RemoteConnection

    /// How the bytes go.
    package let way: FileTransferWay

    /// How long an answer that isn't a file may be.
    private static let longestAnswer = 32 << 20

    /// Works over `connection`, each step on a channel of its own.
    package init(_ connection: any RemoteConnection, way: FileTransferWay = .commands) {
        self.connection = connection
        self.way = way
    }

    /// What `ls` says of it.
    package func status(
        of path: RemotePath
    ) async throws(FileTransferError) -> FileStatus? {
        let answer: [UInt8]
        do throws(FileTransferError) {
            answer = try await self.answer(to: FileCommand(.status, path), at: path)
        } catch  where error.code == .notFound {
            return nil
        }
        guard let status = FileStatus(listing: answer) else {
            throw .failed(path, "its ls says something else than POSIX wants")
        }
        return status
    }

    /// The names that the shell finds in it.
    package func names(
        in folder: RemotePath, limit: Int
    ) async throws(FileTransferError) -> [[UInt8]] {
        let answer = try await answer(to: FileCommand(.names, folder), at: folder)
        let names = answer.split(separator: UInt8(ascii: "/")).map { Array($0) }
        guard names.count <= limit else {
            throw FileTransferError(
                .tooLarge, "'\(folder)' on the host holds more than \(limit) entries")
        }
        return names
    }

    /// Makes it by `mkdir`.
    package func makeFolder(_ path: RemotePath) async throws(FileTransferError) {
        _ = try await answer(to: FileCommand(.folder, path), at: path)
    }

    /// Sets it by `chmod`.
    package func setMode(
        _ mode: FileMode, of path: RemotePath
    ) async throws(FileTransferError) {
        _ = try await answer(to: FileCommand(.mode, path, mode.description), at: path)
    }

    /// Renames it by `mv`.
    package func rename(
        _ path: RemotePath, to target: RemotePath
    ) async throws(FileTransferError) {
        _ = try await answer(to: FileCommand(.rename, path, target), at: target)
    }

    /// Removes it by `rm`.
    package func remove(_ path: RemotePath) async throws(FileTransferError) {
        _ = try await answer(to: FileCommand(.remove, path), at: path)
    }

    /// Holds nothing.
    package func close() async {}

    /// Reads it by `tail`, which is left alone behind the last byte that is wanted.
    package func read(
        _ path: RemotePath, _ range: Range<UInt64>,
        into sink: @Sendable (ArraySlice<UInt8>) async throws(FileTransferError) -> Void
    ) async throws(FileTransferError) {
        // tail counts from 1.
        let command = FileCommand(.read, path, String(range.lowerBound + 1))
        let conversation = try await FileConversation(command, at: path, over: connection)
        var left = range.upperBound - range.lowerBound
        do throws(FileTransferError) {
            while left > 0, let bytes = try await conversation.next() {
                let wanted = bytes.prefix(Int(clamping: left))
                left -= UInt64(wanted.count)
                if !wanted.isEmpty { try await sink(wanted) }
            }
        } catch {
            await conversation.close()
            throw error
        }
        await conversation.close()
        guard left == 0 else { throw .shorter(path) }
    }

    /// Writes it by `cat`.
    package func write(
        _ path: RemotePath, from offset: UInt64,
        source: @Sendable () async throws(FileTransferError) -> [UInt8]?
    ) async throws(FileTransferError) {
        let command =
            offset == 0
            ? FileCommand(.make, path) : FileCommand(.append, path, String(offset))
        let conversation = try await FileConversation(
            command, at: path, over: connection, endsInput: false)
        do throws(FileTransferError) {
            while let bytes = try await source() { try await conversation.send(bytes) }
            try await conversation.finish()
        } catch {
            await conversation.close()
            throw error
        }
    }

    /// All that the host answers to `command`.
    private func answer(
        to command: FileCommand, at path: RemotePath
    ) async throws(FileTransferError) -> [UInt8] {
        let conversation = try await FileConversation(command, at: path, over: connection)
        return try await conversation.all(limit: CommandFiles.longestAnswer)
    }
}

extension FileStatus {
    /// Reads the line that `ls -ldn` prints: `-rw-r--r-- 1 1000 1000 4096 …`, or gives `nil`.
    ///
    /// - Source: POSIX, `ls`, STDOUT.
    init?(listing: [UInt8]) {
        let line = listing.prefix { $0 != UInt8(ascii: "\n") }
        let words = line.split(separator: UInt8(ascii: " "), maxSplits: 5)
        guard words.count >= 5, words[0].count >= 10, let type = words[0].first,
            let mode = FileMode(letters: words[0].dropFirst().prefix(9))
        else { return nil }
        let kind: Kind
        switch type {
        case UInt8(ascii: "-"): kind = .file
        case UInt8(ascii: "d"): kind = .folder
        case UInt8(ascii: "l"): kind = .link
        default: kind = .other
        }
        let size = UInt64(String(decoding: words[4], as: UTF8.self))
        // A device has two numbers in its place.
        guard size != nil || kind == .other else { return nil }
        self.init(kind: kind, size: size ?? 0, mode: mode)
    }
}

extension FileMode {
    /// Reads `rwxr-sr-t`, or gives `nil`.
    fileprivate init?(letters: ArraySlice<UInt8>) {
        var bits: UInt32 = 0
        for (index, letter) in letters.enumerated() {
            let bit = UInt32(1) << (8 - index)
            // Set user ID, set group ID, sticky: in place of the third letter of each three.
            let special = UInt32(0o4000) >> (index / 3)
            switch letter {
            case UInt8(ascii: "-"): break
            case UInt8(ascii: "r"), UInt8(ascii: "w"), UInt8(ascii: "x"): bits |= bit
            case UInt8(ascii: "s"), UInt8(ascii: "t"): bits |= bit | special
            case UInt8(ascii: "S"), UInt8(ascii: "T"): bits |= special
            default: return nil
            }
        }
        self.init(bits: bits)
    }
}
