import Crypto
public import FleetCore

extension Shard {
    /// Whether a host is of this part.
    ///
    /// Its name alone says so, the same on every machine and in every version, whatever other hosts there are and in
    /// which order: the first four bytes of the name's SHA-256, as a number, modulo how many parts there are. In a
    /// shell: `$(( 0x$(printf %s web1 | sha256sum | cut -c1-8) % 8 ))`.
    ///
    /// A checksum would be cheaper, but names that differ in two digits only can leave half of the parts empty then.
    public func holds(_ host: HostID) -> Bool {
        let digest = SHA256.hash(data: Array(host.name.utf8))
        let number = digest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        return number % count == index
    }
}
