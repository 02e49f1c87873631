import CLibSSH2
import Glibc

/// The conversation between libssh2, which wants something signed, and the one who holds the key.
///
/// The signer may take its time: until there is a signature, libssh2 is told to ask again. So an agent is
/// asked without blocking the event loop.
final class SignatureExchange {
    /// What libssh2 wants signed, from the moment that it asks.
    private(set) var challenge: [UInt8]?
    /// The signer's answer; `nil` inside for a refusal.
    var signature: [UInt8]??

    /// Gives libssh2 the signature, notes what it wants signed, or tells it that there will be none.
    ///
    /// libssh2 releases the signature with `free`, for its sessions have no allocator of their own.
    func answer(
        _ data: UnsafeRawBufferPointer,
        _ target: UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?,
        _ count: UnsafeMutablePointer<Int>?
    ) -> Int32 {
        guard let signature else {
            challenge = Array(data)
            return LIBSSH2_ERROR_EAGAIN
        }
        guard let signature, let memory = malloc(max(signature.count, 1)) else {
            return LIBSSH2_ERROR_AUTHENTICATION_FAILED
        }
        signature.withUnsafeBytes {
            memory.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(memory), byteCount: $0.count)
        }
        target?.pointee = memory.assumingMemoryBound(to: UInt8.self)
        count?.pointee = signature.count
        return 0
    }
}
