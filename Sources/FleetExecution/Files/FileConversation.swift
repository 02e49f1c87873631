/// One request of `files.sh` on its channel, and its answer.
actor FileConversation {
    private let path: RemotePath
    private let process: any RemoteProcess
    private var answer: FileAnswer
    private var hasEnded = false

    /// Starts `command`, which is about `path`.
    init(
        _ command: FileCommand, at path: RemotePath, over connection: any RemoteConnection,
        endsInput: Bool = true
    ) async throws(FileTransferError) {
        self.path = path
        self.answer = FileAnswer(to: command)
        do throws(TransportError) {
            process = try await connection.start(
                RemoteCommand(text: command.text, endsInput: endsInput))
        } catch {
            throw error.code == .commandRefused
                ? FileTransferError(.unsupported, error.message) : FileTransferError(error)
        }
    }

    /// Waits for more of the answer; `nil` once the program has ended well.
    func next() async throws(FileTransferError) -> ArraySlice<UInt8>? {
        while !hasEnded {
            switch try await output() {
            case .standardOutput(let bytes):
                let more = answer.take(bytes)
                if !more.isEmpty { return more }
            case .standardError(let bytes): answer.takeError(bytes)
            case .ended(.code(0)) where answer.hasBegun: hasEnded = true
            case .ended(let exit): throw answer.error(at: path, exit)
            }
        }
        return nil
    }

    /// Waits for the whole answer.
    func all(limit: Int) async throws(FileTransferError) -> [UInt8] {
        var all: [UInt8] = []
        while let more = try await next() {
            all += more
            guard all.count <= limit else {
                await close()
                throw FileTransferError(
                    .tooLarge, "the host says more than \(limit) bytes about '\(path)'")
            }
        }
        return all
    }

    /// Sends more of a file; a program that has ended takes nothing, and ``finish()`` says why.
    func send(_ bytes: [UInt8]) async throws(FileTransferError) {
        do throws(TransportError) {
            try await process.send(bytes)
        } catch {
            throw FileTransferError(error)
        }
    }

    /// Ends the file, and waits until the program has written it.
    func finish() async throws(FileTransferError) {
        await process.finishInput(with: [])
        while try await next() != nil {}
    }

    /// Closes the channel without waiting for the program.
    func close() async { await process.close() }

    private func output() async throws(FileTransferError) -> RemoteOutput {
        do throws(TransportError) {
            return try await process.next()
        } catch {
            throw FileTransferError(error)
        }
    }
}
