import Foundation
import Synchronization

/// Bytes that a process prints, as they come.
final class Captured: Sendable {
    private struct State {
        var bytes: [UInt8] = []
        var isFinished = false
        var waiters: [(text: String, continuation: CheckedContinuation<Bool, Never>)] = []
    }
    private let state = Mutex(State())

    /// What has come.
    var bytes: [UInt8] { state.withLock { $0.bytes } }

    /// The same as text.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Its lines, without newlines: of bytes, as `\r\n` is one character to Swift.
    var lines: [String] {
        bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
    }

    /// Waits until `text` has been printed.
    ///
    /// - Returns: `false` when the output ended without it.
    func waitFor(_ text: String) async -> Bool {
        await withCheckedContinuation { continuation in
            let known: Bool? = state.withLock { state in
                if Captured.holds(text, state.bytes) { return true }
                if state.isFinished { return false }
                state.waiters.append((text, continuation))
                return nil
            }
            if let known { continuation.resume(returning: known) }
        }
    }

    func append(_ bytes: ArraySlice<UInt8>) {
        let served = state.withLock { state in
            state.bytes += bytes
            let (served, waiting) = state.waiters.reduce(
                into: ([CheckedContinuation<Bool, Never>](), type(of: state.waiters).init())
            ) { parts, waiter in
                if Captured.holds(waiter.text, state.bytes) {
                    parts.0.append(waiter.continuation)
                } else {
                    parts.1.append(waiter)
                }
            }
            state.waiters = waiting
            return served
        }
        for continuation in served { continuation.resume(returning: true) }
    }

    func finish() {
        let waiters = state.withLock { state in
            state.isFinished = true
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.continuation.resume(returning: false) }
    }

    private static func holds(_ text: String, _ bytes: [UInt8]) -> Bool {
        Data(bytes).range(of: Data(text.utf8)) != nil
    }
}
