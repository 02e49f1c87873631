import CLibSSH2
import FleetExecution

/// What a libssh2 call said.
enum CallResult<Value> {
    /// It is complete.
    case done(Value)
    /// It waits for bytes, and has to be made again, with the same arguments.
    case wouldBlock
    /// It failed; what that means for the connection is yet to be found out.
    case failed(LibSSH2Error)
    /// It failed, and the connection lives on.
    case refused(TransportError)
}

/// Why a libssh2 call failed; translated into a `TransportError` before it leaves this module.
struct LibSSH2Error: Error {
    /// One of libssh2's `LIBSSH2_ERROR_` numbers.
    let code: Int32
    /// libssh2's own words.
    let message: String

    /// Whether the server has denied a request.
    var isDenial: Bool { code == LIBSSH2_ERROR_CHANNEL_REQUEST_DENIED }

    /// Whether libssh2 has given up waiting for a reply.
    var isTimeout: Bool { code == LIBSSH2_ERROR_TIMEOUT }

    /// Whether it was the connection that failed, and not a request on it.
    var isConnectionFailure: Bool {
        switch code {
        case LIBSSH2_ERROR_SOCKET_SEND, LIBSSH2_ERROR_SOCKET_RECV,
            LIBSSH2_ERROR_SOCKET_DISCONNECT, LIBSSH2_ERROR_SOCKET_TIMEOUT, LIBSSH2_ERROR_TIMEOUT,
            LIBSSH2_ERROR_SOCKET_NONE, LIBSSH2_ERROR_PROTO, LIBSSH2_ERROR_DECRYPT,
            LIBSSH2_ERROR_INVALID_MAC, LIBSSH2_ERROR_OUT_OF_BOUNDARY:
            true
        default: false
        }
    }
}
