import FleetCore
import Foundation
import Testing

/// A port that answers nothing, as that of a machine behind a firewall: its queue of connections is full.
final class SilentMachine {
    let machine: Machine
    private var descriptors: [Int32] = []

    init() throws {
        let (listener, machine) = try TCPSocket.listening(backlog: 0)
        self.machine = machine
        descriptors.append(listener)
        // The kernel takes one more than it is told to.
        for _ in 0..<2 {
            let client = socket(
                AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
            descriptors.append(client)
            try TCPSocket.withAddress(of: machine) { address, length in
                _ = connect(client, address, length)
            }
        }
    }

    deinit { for descriptor in descriptors { close(descriptor) } }
}
