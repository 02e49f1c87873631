/// What an address and a port reach; two hosts of an inventory may be the same machine.
public struct Machine: Hashable, Sendable, CustomStringConvertible {
    /// A name or a numeric IPv4 or IPv6 address, without brackets.
    public let address: String
    /// The TCP port.
    public let port: UInt16
    /// The machines that are jumped through on the way: the same private address behind two of them is two machines.
    public private(set) var jumps: [Machine] = []

    /// Creates a machine; the address is folded to lower case, as names in DNS are.
    public init(address: String, port: UInt16 = 22) {
        self.address = address.lowercased()
        self.port = port
    }

    /// The machine at this address as it is seen from the last of `jumps`.
    public func behind(_ jumps: [Machine]) -> Machine {
        var machine = self
        machine.jumps = jumps
        return machine
    }

    /// `address:port`, an IPv6 address in brackets, the port left out where it is 22.
    public var description: String {
        let name = address.contains(":") ? "[\(address)]" : address
        return port == 22 ? name : "\(name):\(port)"
    }
}
