import NIOCore
import NIOPosix

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Why a name has no address, as the system's resolver says it.
struct NameLookupError: Error {
    /// One of getaddrinfo(3)'s `EAI_` numbers.
    let code: Int32

    /// Whether it was the name server that was missing, and not the name.
    var isTemporary: Bool { code == EAI_AGAIN }

    /// The system's own words.
    var message: String { gai_strerror(code).map { String(cString: $0) } ?? "error \(code)" }
}

/// Looks one name up with the system's resolver, so that /etc/hosts, search domains and mDNS apply.
///
/// NIO's own resolver has one thread for each event loop: one slow name would hold up all that come after it.
final class NameResolver: Resolver, Sendable {
    private let pool: NIOThreadPool
    private let ipv4: EventLoopPromise<[SocketAddress]>
    private let ipv6: EventLoopPromise<[SocketAddress]>

    /// Creates a resolver for one lookup.
    init(pool: NIOThreadPool, loop: any EventLoop) {
        self.pool = pool
        self.ipv4 = loop.makePromise()
        self.ipv6 = loop.makePromise()
    }

    func initiateAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> {
        ipv4.futureResult
    }

    /// Starts the one call that serves both families.
    func initiateAAAAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> {
        pool.submit { [self] state in
            guard case .active = state else {
                let error = NameLookupError(code: EAI_AGAIN)
                ipv4.fail(error)
                return ipv6.fail(error)
            }
            switch NameResolver.lookUp(host, port) {
            case .failure(let error):
                ipv6.fail(error)
                ipv4.fail(error)
            case .success(let addresses):
                ipv6.succeed(addresses.filter { $0.protocol == .inet6 })
                ipv4.succeed(addresses.filter { $0.protocol == .inet })
            }
        }
        return ipv6.futureResult
    }

    /// Does nothing: the call can't be interrupted, and ends by itself.
    func cancelQueries() {}

    /// - Source: getaddrinfo(3).
    private static func lookUp(
        _ host: String, _ port: Int
    ) -> Result<[SocketAddress], NameLookupError> {
        var hints = addrinfo()
        #if canImport(Glibc)
            hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #else
            hints.ai_socktype = SOCK_STREAM
        #endif
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, String(port), &hints, &list)
        guard code == 0 else { return .failure(NameLookupError(code: code)) }
        defer { freeaddrinfo(list) }
        var addresses: [SocketAddress] = []
        var entry = list
        while let current = entry {
            let info = current.pointee
            entry = info.ai_next
            guard let address = info.ai_addr else { continue }
            switch info.ai_family {
            case AF_INET:
                address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                    addresses.append(SocketAddress($0.pointee))
                }
            case AF_INET6:
                address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) {
                    addresses.append(SocketAddress($0.pointee))
                }
            default: continue
            }
        }
        return .success(addresses)
    }
}
