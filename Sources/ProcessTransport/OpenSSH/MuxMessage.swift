import NIOCore

/// What is said on the socket by which a running `ssh` is asked for sessions.
///
/// - Shape: a length of four bytes, a number that says what it is, and what belongs to it.
/// - Source: OpenSSH, PROTOCOL.mux, version 4.
enum MuxMessage: Hashable {
    /// A session has been opened; for a question whether ssh is there, that it is.
    case opened
    /// ssh, or the server, opens no session; why.
    case refused(String)
    /// The command has exited with this code.
    case exited(UInt32)
    /// Something that needs no answer.
    case other

    /// What one asks for.
    enum Request: Hashable {
        /// A session with a command for the login shell.
        case command(String)
        /// A session with a subsystem.
        case subsystem(String)
        /// Whether ssh is there.
        case sign
    }

    /// The longest message that is taken.
    static let longest = 65_536

    /// Reads what ssh says, or gives `nil` where it isn't complete.
    ///
    /// - Throws: ``NotMux`` for a length that ssh never says.
    static func next(in buffer: inout ByteBuffer) throws(NotMux) -> MuxMessage? {
        guard let length: UInt32 = buffer.getInteger(at: buffer.readerIndex) else { return nil }
        guard 4...UInt32(longest) ~= length else { throw NotMux() }
        guard buffer.readableBytes >= 4 + Int(length) else { return nil }
        buffer.moveReaderIndex(forwardBy: 4)
        guard var body = buffer.readSlice(length: Int(length)),
            let type: UInt32 = body.readInteger()
        else { return nil }
        switch type {
        case 0x8000_0005, 0x8000_0006: return .opened
        case 0x8000_0002, 0x8000_0003:
            let count = body.readInteger(as: UInt32.self).flatMap { _ in
                body.readInteger(as: UInt32.self)
            }
            return .refused(count.flatMap { body.readString(length: Int($0)) } ?? "no reason given")
        case 0x8000_0004:
            guard body.readInteger(as: UInt32.self) != nil, let code: UInt32 = body.readInteger()
            else { throw NotMux() }
            return .exited(code)
        default: return .other
        }
    }

    /// What comes is not what ssh says.
    struct NotMux: Error {}
}

extension MuxMessage.Request {
    /// The greeting and the request, for a connection that is only for it.
    var packets: [UInt8] {
        let greeting = ByteBuffer(integer: UInt32(1)).followed(by: 4)
        var body = ByteBuffer()
        switch self {
        case .command(let text): body.writeSession(text, isSubsystem: 0)
        case .subsystem(let name): body.writeSession(name, isSubsystem: 1)
        case .sign: body.writeMultipleIntegers(UInt32(0x1000_0004), UInt32(0))
        }
        return [greeting, body].flatMap { message in
            Array(ByteBuffer(integer: UInt32(message.readableBytes)).readableBytesView)
                + Array(message.readableBytesView)
        }
    }
}

extension ByteBuffer {
    fileprivate func followed(by number: UInt32) -> ByteBuffer {
        var result = self
        result.writeInteger(number)
        return result
    }

    /// A session without a terminal, X11, an agent, an escape character and variables.
    fileprivate mutating func writeSession(_ text: String, isSubsystem: UInt32) {
        // The request's number, and a text that means nothing.
        writeMultipleIntegers(UInt32(0x1000_0002), UInt32(0), UInt32(0))
        writeMultipleIntegers(UInt32(0), UInt32(0), UInt32(0), isSubsystem, UInt32.max)
        for text in ["", text] {
            writeInteger(UInt32(text.utf8.count))
            writeString(text)
        }
    }
}
