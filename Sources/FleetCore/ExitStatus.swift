/// How a script itself ended, as the host that ran it saw it.
public enum ExitStatus: Hashable, Sendable {
    /// It exited with this code.
    case code(UInt8)
    /// A signal ended it.
    case signal(SignalNumber)
    /// It never ran: the interpreter that its first line names is not on the host.
    ///
    /// The text is the interpreter as written, so that the `^M` of a CRLF line end can be shown.
    case noInterpreter(String)
    /// It never ran: sudo didn't let it run as another user. The text is what sudo said.
    case refused(String)
    /// What the step was to copy couldn't be copied; the text says what, where and why.
    case notCopied(String)

    /// Whether the script says that it succeeded.
    public var isSuccess: Bool { self == .code(0) }
}

extension ExitStatus: CustomStringConvertible {
    /// `exit 3`, `SIGKILL`, `no interpreter /bin/bash^M`, `refused by sudo: a password is required`.
    public var description: String {
        switch self {
        case .code(let code): "exit \(code)"
        case .signal(let signal): signal.description
        case .noInterpreter(let name): "no interpreter \(ExitStatus.visible(name))"
        case .refused(let why): "refused by sudo: \(ExitStatus.visible(why))"
        case .notCopied(let reason): ExitStatus.visible(reason)
        }
    }

    /// Control characters in caret notation, as bash and cat -v show them.
    private static func visible(_ text: String) -> String {
        var shown = ""
        for scalar in text.unicodeScalars {
            if scalar.value < 0x20 || scalar.value == 0x7f {
                shown += "^" + String(UnicodeScalar(UInt8(truncatingIfNeeded: scalar.value) ^ 0x40))
            } else {
                shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }
}

extension ExitStatus: Codable {
    private enum CodingKeys: String, CodingKey {
        case code, signal, interpreter, refused, copy
    }

    /// Decodes `{"code": 3}`, `{"signal": "SIGKILL"}`, `{"interpreter": "/bin/x"}`, `{"refused": "sudo: …"}` or
    /// `{"copy": "reason"}`.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        if let code = try values.decodeIfPresent(UInt8.self, forKey: .code) {
            self = .code(code)
        } else if let signal = try values.decodeIfPresent(SignalNumber.self, forKey: .signal) {
            self = .signal(signal)
        } else if let why = try values.decodeIfPresent(String.self, forKey: .refused) {
            self = .refused(why)
        } else if let reason = try values.decodeIfPresent(String.self, forKey: .copy) {
            self = .notCopied(reason)
        } else {
            self = .noInterpreter(try values.decode(String.self, forKey: .interpreter))
        }
    }

    /// Encodes an object of one member.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .code(let code): try values.encode(code, forKey: .code)
        case .signal(let signal): try values.encode(signal, forKey: .signal)
        case .noInterpreter(let name): try values.encode(name, forKey: .interpreter)
        case .refused(let why): try values.encode(why, forKey: .refused)
        case .notCopied(let reason): try values.encode(reason, forKey: .copy)
        }
    }
}
