import FleetCore
import FleetDocuments
import FleetRecord
import Foundation
import ProcessTransport
import SSHTransport
import Testing

@testable import Flotilla

@Suite("The way into a host", .sshClient, .timeLimit(.minutes(1)))
struct TransportPlanTests {
    private func plan(
        _ inventory: String, transport: TransportName? = nil, files: [String: [UInt8]] = [:]
    ) async throws -> RunPlan {
        let folder = try Scratch()
        for (name, bytes) in files { try folder.write(bytes, to: name) }
        var planner = RunPlanner()
        planner.home = folder.path
        planner.user = "me"
        planner.environment["SSH_AUTH_SOCK"] = nil
        var wish = RunWish()
        wish.inventories = [try folder.write(inventory, to: "fleet.yaml")]
        wish.steps = [.command("true")]
        wish.host.transport = transport.map { Placed($0) }
        return try await planner.plan(wish)
    }

    /// A private key on hardware, as far as anybody here reads one: ours knows its type alone.
    private static var hardwareKey: [UInt8] {
        func string(_ bytes: [UInt8]) -> [UInt8] {
            withUnsafeBytes(of: UInt32(bytes.count).bigEndian, Array.init) + bytes
        }
        let type = string(Array("sk-ssh-ed25519@openssh.com".utf8))
        let half = type + string([UInt8](repeating: 1, count: 32)) + string(Array("ssh:".utf8))
        var secret: [UInt8] = [0, 0, 0, 1, 0, 0, 0, 1] + half + [1] + string([2, 2]) + string([])
        secret += string([])
        secret += (1...UInt8(8 - secret.count % 8)).map { $0 }
        let none = string(Array("none".utf8))
        let bytes =
            Array("openssh-key-v1\0".utf8) + none + none + string([]) + [0, 0, 0, 1] + string(half)
            + string(secret)
        let text = Data(bytes).base64EncodedString(options: .lineLength64Characters)
        return Array(
            """
            -----BEGIN OPENSSH PRIVATE KEY-----
            \(text)
            -----END OPENSSH PRIVATE KEY-----

            """.utf8)
    }

    @Test(
        "holds a password where the host has one, from where the inventory says, and no key of its own less"
    )
    func password() async throws {
        let plan = try await plan(
            """
            defaults: { password: { command: "echo open sesame" } }
            hosts: { a: {}, b: { transport: local } }
            """)
        #expect(plan.hosts.map { $0.endpoint.password?.description } == ["a password", nil])
        let request = RunRequest(plan, run: RunID("r")!, startedAt: .now)
        #expect(request.version == 5)
        #expect(
            request.hosts.map(\.password) == [
                .command("echo open sesame"), .command("echo open sesame"),
            ])
        #expect(request.hosts.map(\.keys) == [nil, nil])
    }

    @Test("by the system's ssh can't be told a password, which is said with its place")
    func passwordForProgram() async throws {
        let error = await #expect(throws: PlanError.self) {
            _ = try await plan("hosts: {a: {transport: openssh, password: {env: WORD}}}")
        }
        let message = try #require(error).description
        #expect(message.contains("fleet.yaml:1:"))
        #expect(message.contains("can't be told a password; give the host a key"))
    }

    @Test("is this machine's alone where that is said, whatever the hosts are called")
    func local() async throws {
        let plan = try await plan(
            "hosts: {a: {user: x, address: 10.0.0.9, transport: local}, b: {transport: local}}")
        for host in plan.hosts {
            guard case .local = host.way else { return #expect(Bool(false), "another way") }
            #expect(host.machine == Machine(address: "localhost"))
            #expect(host.user == "me")
            #expect(host.requested.transport == "local")
        }
    }

    @Test("is the command line's over the inventory's")
    func commandLine() async throws {
        let plan = try await plan("hosts: {a: {transport: openssh}}", transport: .ssh)
        guard case .ssh = plan.hosts[0].way else { return #expect(Bool(false), "another way") }
    }

    @Test("is the system's ssh for a key of a kind that it alone knows")
    func hardware() async throws {
        let inventory = "keys: {sk: {file: sk}}\nhosts: {a: {key: sk}}"
        let files = ["sk": Self.hardwareKey]
        let plan = try await plan(inventory, files: files)
        guard case .openssh(let endpoint) = plan.hosts[0].way else {
            return #expect(Bool(false), "another way")
        }
        #expect(endpoint.keys?.files.count == 1)
        let error = await #expect(throws: KeyError.self) {
            _ = try await self.plan(inventory, transport: .ssh, files: files)
        }
        #expect(error?.code == .unsupportedType)
    }

    @Test("is written down with the version that knows it, and without where nothing is said")
    func record() async throws {
        let now = Timestamp.now
        var random = SystemRandomNumberGenerator()
        let run = RunID(beginningAt: now, using: &random)
        let plain = try await plan("hosts: {a: {ssh_config: false}}")
        let old = RunRequest(plain, run: run, startedAt: now)
        #expect(old.version == 1)
        #expect(old.hosts[0].transport == nil)
        #expect(old.hosts[0].sshName == nil)
        let other = try await plan("hosts: {a: {transport: openssh}}")
        let new = RunRequest(other, run: run, startedAt: now)
        #expect(new.version == 4)
        #expect(new.hosts[0].transport == "openssh")
        #expect(new.hosts[0].sshName == "a")
    }
}
