import FleetCore
import FleetExecution
import Foundation
import SSHTransport

/// Examines one host: one login, one command, and a look whether there is SFTP.
struct HostExamination {
    private let host: PlannedHost
    private let remote: any RemoteHost

    /// The most bytes of an answer, the noise of the login's scripts included.
    private static let longestAnswer = 1 << 20
    /// How long all of it may take once the host has been got into: each step waits for programs of the host.
    private static let patience: Duration = .seconds(60)

    init(_ host: PlannedHost, eventLoops: SSHEventLoops) {
        self.host = host
        remote = host.remote(on: eventLoops)
    }

    /// Examines the host.
    ///
    /// - Throws: `TransportError` where it can't be got into, or its answer can't be understood.
    func examine() async throws(TransportError) -> ExaminedHost {
        let connection = try await remote.connect()
        let result = await withTaskGroup(of: Result<ExaminedHost, TransportError>.self) { group in
            group.addTask {
                do throws(TransportError) {
                    return .success(try await examine(connection))
                } catch {
                    return .failure(error)
                }
            }
            group.addTask {
                // Woken early only where the other one has won.
                try? await Task.sleep(for: HostExamination.patience)
                return .failure(HostExamination.isTooSlow)
            }
            let first = await group.next()
            group.cancelAll()
            return first ?? .failure(HostExamination.isTooSlow)
        }
        await connection.close()
        return try result.get()
    }

    private static let isTooSlow = TransportError(
        .silent,
        "it let us in, and then didn't answer within \(Int(patience.seconds)) s: is its disk, or a file system that its"
            + " login reads, out of order?")

    private func examine(
        _ connection: any RemoteConnection
    ) async throws(TransportError) -> ExaminedHost {
        var random = SystemRandomNumberGenerator()
        let request = ExaminationRequest(
            nonce: Nonce(using: &random),
            becoming: host.steps.first.flatMap { host.policy(of: $0).becomeUser })
        let asked = Date().timeIntervalSince1970
        let output = try await output(of: request.command, on: connection)
        let answered = Date().timeIntervalSince1970
        guard let findings = HostFindings(output: output, nonce: request.nonce) else {
            let said = String(decoding: output.prefix(200), as: UTF8.self)
            throw TransportError(
                .commandRefused,
                "its login shell doesn't run our command: "
                    + (said.isEmpty ? "it printed nothing" : "it printed '\(said)'"))
        }
        let skew = findings.clock.map {
            ClockSkew(clock: $0, asked: asked, answered: answered)
        }
        return ExaminedHost(
            findings: findings, clock: skew, files: try await files(of: connection),
            hasSudoPassword: host.sudoPassword != nil)
    }

    private func files(
        of connection: any RemoteConnection
    ) async throws(TransportError) -> ExaminedHost.Files {
        if case .local = host.way { return .local }
        do throws(TransportError) {
            guard let files = try await connection.openFiles() else { return .commands }
            await files.close()
            return .sftp
        } catch  where error.code == .cancelled {
            throw error
        } catch {
            // A server may open no second channel (MaxSessions), or hang up at that (tinyssh): jobs run on it.
            return .untold(error.message)
        }
    }

    private func output(
        of command: RemoteCommand, on connection: any RemoteConnection
    ) async throws(TransportError) -> [UInt8] {
        let process = try await connection.start(command)
        var output: [UInt8] = []
        while output.count < HostExamination.longestAnswer {
            switch try await process.next() {
            case .standardOutput(let bytes): output += bytes
            case .standardError: break
            case .ended: return output
            }
        }
        await process.close()
        return output
    }
}
