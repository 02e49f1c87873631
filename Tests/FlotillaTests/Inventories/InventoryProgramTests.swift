import FleetCore
import FleetDocuments
import Flotilla
import Foundation
import Testing

@Suite("An inventory program", .timeLimit(.minutes(1)))
struct InventoryProgramTests {
    /// What is made of a program, from a folder in which it is `program`.
    private func load(
        _ text: String, mode: Int = 0o700, within limit: Duration = .seconds(30)
    ) async throws -> Inventory {
        let folder = try Scratch()
        var wish = RunWish()
        wish.inventories = [try folder.write(text, to: "program", mode: mode)]
        wish.inventoryTimeout = limit
        return try await RunPlanner().inventory(for: wish)
    }

    private func problem(
        _ text: String, mode: Int = 0o700, within limit: Duration = .seconds(30)
    ) async -> String? {
        let error = await #expect(throws: InventoryError.self) {
            try await load(text, mode: mode, within: limit)
        }
        #expect(error?.diagnostics.count == 1)
        return error?.diagnostics.first?.problem
    }

    @Test("is run with --list, and its groups and variables are the inventory's")
    func list() async throws {
        let inventory = try await load(
            """
            #!/bin/sh
            test "$*" = --list || exit 1
            echo '{"web": ["w1"], "_meta": {"hostvars": {"w1": {"ansible_port": 7}}}}'
            echo nothing wrong >&2
            """)
        #expect(inventory.hosts.map(\.machine) == [Machine(address: "w1", port: 7)])
    }

    @Test("is asked about each host where it has no _meta")
    func hostByHost() async throws {
        let inventory = try await load(
            """
            #!/bin/sh
            case $1 in
            --list) echo '{"web": {"hosts": ["w1", "w2"]}}' ;;
            --host) echo "{\\"ansible_user\\": \\"of-$2\\"}" ;;
            esac
            """)
        #expect(inventory.hosts.map(\.settings.user?.value) == ["of-w1", "of-w2"])
    }

    @Test("may print more than a pipe holds, on both of its outputs")
    func much() async throws {
        let inventory = try await load(
            """
            #!/bin/sh
            head -c 300000 /dev/zero | tr '\\0' x >&2
            echo 'hosts:'
            seq -f '  h%g:' 20000
            """)
        #expect(inventory.hosts.count == 20_000)
    }

    @Test("that fails is told with its status and what it said")
    func fails() async {
        #expect(
            await problem("#!/bin/sh\necho one >&2; echo two >&2; exit 3\n")
                == "the inventory program ended with exit status 3 and said: one / two")
        #expect(
            await problem("#!/bin/sh\nkill -9 $$\n") == "the inventory program ended with signal 9")
    }

    @Test("that takes too long is ended, with what it started")
    func slow() async throws {
        let folder = try Scratch()
        let pipe = folder.file("pipe")
        // Reading a pipe ends when all are gone who had it open to write.
        let text = "#!/bin/sh\nmkfifo '\(pipe)'\nsleep 1000 3>'\(pipe)' &\nexec 3<'\(pipe)'\nwait\n"
        #expect(
            await problem(text, within: .milliseconds(500))
                == "the inventory program took longer than 0.5 seconds, and was ended")
        let reader = open(pipe, O_RDONLY | O_NONBLOCK)
        defer { close(reader) }
        var (byte, polled) = (UInt8(0), pollfd(fd: reader, events: Int16(POLLIN), revents: 0))
        // A killed writer is gone a moment later; with none at all there is nothing to wait for.
        if read(reader, &byte, 1) != 0 { #expect(poll(&polled, 1, 10_000) == 1) }
        #expect(read(reader, &byte, 1) == 0)
    }

    @Test("that ends while something it left holds its output is not waited for")
    func leaves() async throws {
        let inventory = try await load(
            "#!/bin/sh\necho 'hosts: {h1: }'\nsleep 3 &\n", within: .seconds(2))
        #expect(inventory.hosts.count == 1)
    }

    @Test("that can't be run says why")
    func cannotRun() async {
        #expect(
            await problem("#!/bin/sh\n", mode: 0o600) == "this is a program that may not be run")
        #expect(
            await problem("#!/no/such/shell\n")?.hasPrefix(
                "the inventory program can't be started: ") == true)
    }

    @Test("that prints what is no inventory is refused with the place in what it printed")
    func badOutput() async {
        let error = await #expect(throws: InventoryError.self) {
            try await load("#!/bin/sh\necho 'hosts: {h1: {prt: 1}}'\n")
        }
        #expect(error?.description.contains("program --list:1:14: a host has no key 'prt'") == true)
    }
}
