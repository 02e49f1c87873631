import CLibSSH2
import FleetCore

/// A libssh2 session over a wire; confined to the connection's event loop.
///
/// A thin door: it turns libssh2's pointers and numbers into Swift's values, and decides nothing.
final class Session {
    /// The bytes to and from the socket.
    let wire: Wire
    private let raw: OpaquePointer

    /// Creates a session that asks for the given algorithms, or `nil` without memory for it.
    init?(wire: Wire, hostKeyAlgorithms: [String]) {
        guard
            LibSSH2.isReady,
            let raw = libssh2_session_init_ex(
                nil, nil, nil, Unmanaged.passUnretained(wire).toOpaque())
        else { return nil }
        self.raw = raw
        self.wire = wire
        Wire.install(on: raw)
        libssh2_session_set_blocking(raw, 0)
        for (method, names) in Algorithms.preferred {
            libssh2_session_method_pref(raw, method, names)
        }
        if !hostKeyAlgorithms.isEmpty {
            libssh2_session_method_pref(
                raw, LIBSSH2_METHOD_HOSTKEY, hostKeyAlgorithms.joined(separator: ","))
        }
    }

    deinit {
        // A running channel would make the next call wait for an answer, for ever.
        wire.isCut = true
        libssh2_session_free(raw)
    }

    /// Exchanges banners and keys; afterwards ``hostKey`` is what the server has proved to hold.
    func handshake() -> CallResult<Void> {
        // Any number but -1: libssh2 asks the kernel about it once and finds that it is no descriptor.
        result(libssh2_session_handshake(raw, Int32.max))
    }

    /// The host's key, after the handshake.
    var hostKey: PublicKey? {
        var count = 0
        var type: Int32 = 0
        guard let bytes = libssh2_session_hostkey(raw, &count, &type), count > 0 else { return nil }
        return PublicKey(blob: Array(UnsafeRawBufferPointer(start: bytes, count: count)))
    }

    /// The server's banner, such as `SSH-2.0-OpenSSH_9.2p1`.
    var banner: String {
        libssh2_session_banner_get(raw).map { String(cString: $0) } ?? ""
    }

    /// Authenticates `user` with a public key whose owner answers through `exchange`.
    ///
    /// `exchange` must live until the call is complete.
    func authenticate(
        user: String, publicKey: [UInt8], exchange: SignatureExchange
    ) -> CallResult<Void> {
        let abstract = UnsafeMutableRawPointer(Unmanaged.passUnretained(exchange).toOpaque())
        return result(
            libssh2_userauth_publickey(
                raw, user, publicKey, publicKey.count,
                { _, signature, count, data, dataCount, abstract in
                    guard let abstract else { return LIBSSH2_ERROR_AUTHENTICATION_FAILED }
                    return Unmanaged<SignatureExchange>.fromOpaque(abstract)
                        .takeUnretainedValue()
                        .answer(
                            UnsafeRawBufferPointer(start: data, count: dataCount), signature, count)
                },
                abstract.assumingMemoryBound(to: UnsafeMutableRawPointer?.self)))
    }

    /// Authenticates `user` with a password.
    func authenticate(user: String, password: LoginPassword) -> CallResult<Void> {
        let bytes = password.bytes.map { CChar(bitPattern: $0) }
        return result(
            libssh2_userauth_password_ex(
                raw, user, UInt32(user.utf8.count), bytes, UInt32(bytes.count), nil))
    }

    /// Authenticates `user` by answering what the server asks.
    ///
    /// `answers` must live until the call is complete.
    func authenticate(user: String, answering answers: PromptAnswers) -> CallResult<Void> {
        wire.answers = answers
        return result(
            libssh2_userauth_keyboard_interactive_ex(raw, user, UInt32(user.utf8.count)) {
                _, _, _, _, count, prompts, responses, abstract in
                guard let prompts, let responses else { return }
                Wire.of(abstract)?.answers?
                    .answer(UnsafeBufferPointer(start: prompts, count: Int(count)), responses)
            })
    }

    /// Whether the server has let a user in.
    var isAuthenticated: Bool { libssh2_userauth_authenticated(raw) != 0 }

    /// The ways to authenticate that the server offers to `user`; empty where it has none, and where it lets the user
    /// in for having asked.
    func authenticationMethods(user: String) -> CallResult<[String]> {
        if let list = libssh2_userauth_list(raw, user, UInt32(user.utf8.count)) {
            return .done(String(cString: list).split(separator: ",").map(String.init))
        }
        let code = libssh2_session_last_errno(raw)
        if code == LIBSSH2_ERROR_EAGAIN { return .wouldBlock }
        return code == 0 ? .done([]) : .failed(lastError(code))
    }

    /// Opens a channel for one command.
    func openChannel(window: Int) -> CallResult<SessionChannel> {
        let type = "session"
        let channel = libssh2_channel_open_ex(
            raw, type, UInt32(type.utf8.count), UInt32(window),
            UInt32(LIBSSH2_CHANNEL_PACKET_DEFAULT), nil, 0)
        if let channel { return .done(SessionChannel(session: self, raw: channel)) }
        let code = libssh2_session_last_errno(raw)
        return code == LIBSSH2_ERROR_EAGAIN ? .wouldBlock : .failed(lastError(code))
    }

    /// Opens a channel that is a TCP connection from the server to `machine`.
    ///
    /// By libssh2's general call: the one of its own keeps the first address until that has answered, also where
    /// it was given up.
    ///
    /// - Source: RFC 4254, section 7.2.
    func openTunnel(to machine: Machine, window: Int) -> CallResult<SessionChannel> {
        let type = "direct-tcpip"
        var request = SSHWriter()
        request.string(machine.address)
        request.uint32(UInt32(machine.port))
        // Where the connection comes from: nowhere that would mean anything there.
        request.string("127.0.0.1")
        request.uint32(0)
        let message = request.bytes.map { CChar(bitPattern: $0) }
        let channel = libssh2_channel_open_ex(
            raw, type, UInt32(type.utf8.count), UInt32(window),
            UInt32(LIBSSH2_CHANNEL_PACKET_DEFAULT), message, UInt32(message.count))
        if let channel { return .done(SessionChannel(session: self, raw: channel)) }
        let code = libssh2_session_last_errno(raw)
        return code == LIBSSH2_ERROR_EAGAIN ? .wouldBlock : .failed(lastError(code))
    }

    /// Tells the server that we leave, so that its log doesn't speak of a lost connection.
    func sayGoodbye() {
        // It is only written; whether it arrives doesn't matter.
        _ = libssh2_session_disconnect_ex(
            raw, Int32(SSH_DISCONNECT_BY_APPLICATION), "flotilla is done", "")
    }

    /// Releases memory that libssh2 gave.
    func release(_ pointer: UnsafeMutableRawPointer) { libssh2_free(raw, pointer) }

    /// What a call that returns 0, EAGAIN or another negative number said.
    func result(_ code: Int32) -> CallResult<Void> {
        switch code {
        case LIBSSH2_ERROR_EAGAIN: .wouldBlock
        case ..<0: .failed(lastError(code))
        default: .done(())
        }
    }

    /// The words for `code`.
    func lastError(_ code: Int32) -> LibSSH2Error {
        var message: UnsafeMutablePointer<CChar>?
        libssh2_session_last_error(raw, &message, nil, 0)
        return LibSSH2Error(code: code, message: message.map { String(cString: $0) } ?? "")
    }
}
