import FleetCore
import Foundation
import SSHTransport
import Synchronization
import Testing

@testable import FleetExecution

/// Somebody who copies files between this machine and a host, and looks at what came of it.
final class CopyingOperator: Sendable {
    /// Files of this machine.
    let folder: TestFolder
    private let nonce: Nonce

    /// What came of one order.
    struct Result {
        let outcome: Outcome?
        let events: [JobEvent]
        let end: JobEnd?

        /// The sentence that the operator reads where a copy failed.
        var reason: String? {
            if case .failed(.notCopied(let reason)) = outcome { reason } else { nil }
        }

        /// What was copied, or needed no copying.
        var copies: [FileCopy] {
            events.compactMap { event in
                switch event {
                case .pushed(let copy), .fetched(let copy), .skippedEqual(let copy): copy
                default: nil
                }
            }
        }

        var losses: Int {
            events.count { if case .connectionLost = $0 { true } else { false } }
        }

        var notices: [String] {
            events.compactMap { if case .notice(let text) = $0 { text } else { nil } }
        }
    }

    init() throws {
        folder = try TestFolder()
        var random = SystemRandomNumberGenerator()
        nonce = Nonce(using: &random)
    }

    /// Pushes a file or folder of this machine.
    func push(
        _ name: String, to target: RemotePath, mode: FileMode? = nil, at endpoint: SSHEndpoint,
        control: JobControl = JobControl(),
        progress: @escaping @Sendable (FileProgress) -> Void = { _ in }
    ) async throws -> Result {
        let order = try order(.push(source: folder.file(name), target: target, mode: mode))
        return await run(order, at: endpoint, control: control, progress: progress)
    }

    /// Fetches a file or folder from the host.
    func fetch(_ source: RemotePath, at endpoint: SSHEndpoint) async throws -> Result {
        let order = try order(.fetch(source: source, folder: folder.file("fetched")))
        return await run(order, at: endpoint)
    }

    /// The order by which it is copied.
    func order(_ direction: FileOrder.Direction) throws -> FileOrder {
        let job = JobID(host: try #require(HostID("web1")), step: try #require(StepID("copy")))
        return FileOrder(direction, job: job, nonce: nonce)
    }

    /// The path of what was fetched here.
    func fetched(_ path: String) -> String { folder.file("fetched/web1\(path)") }

    private func run(
        _ order: FileOrder, at endpoint: SSHEndpoint, control: JobControl = JobControl(),
        progress: @escaping @Sendable (FileProgress) -> Void = { _ in }
    ) async -> Result {
        let journal = EventList()
        let host = SSHHost(endpoint: endpoint, eventLoops: TestLoops.shared)
        let executor = FileTransferExecutor(
            order, on: host, policy: JobPolicy(), journal: journal
        ) { progress($0) }
        let outcome = await executor.run(control: control)
        let events = await journal.events
        var end: JobEnd?
        if case .ended(let last) = events.last { end = last }
        return Result(outcome: outcome, events: events, end: end)
    }
}

/// The events of one job.
private actor EventList: JobJournal {
    private(set) var events: [JobEvent] = []

    func record(_ event: JobEvent) { events.append(event) }

    func append(_ output: ArraySlice<UInt8>, from stream: FleetCore.OutputStream, start: Int) {
        Issue.record("a copy prints nothing")
    }

    func complete() {}

    func seal() {}
}
