/// What a step copies between here and a host, instead of running a script there.
public enum StepCopy: Hashable, Sendable {
    /// A file, or all that a folder holds, by its absolute path here, to a path on the host; files get `mode`, or what
    /// they have here.
    case push(String, to: String, mode: FileMode?)
    /// A file, or all that a folder holds, by its path on the host, into the run's folder.
    case fetch(String)

    /// The path that is read: here for a push, on the host for a fetch.
    public var source: String {
        switch self {
        case .push(let source, _, _), .fetch(let source): source
        }
    }
}

extension StepCopy: CustomStringConvertible {
    /// `push /home/ops/app.conf to /etc/app.conf, mode 0644`, or `fetch /var/log/app.log`.
    public var description: String {
        switch self {
        case .push(let source, let target, let mode):
            "push \(source) to \(target)" + (mode.map { ", mode \($0)" } ?? "")
        case .fetch(let source): "fetch \(source)"
        }
    }
}

/// The shape in `run.json`: `{"push": "/…", "to": "/…", "mode": "0644"}`, or `{"fetch": "/…"}`.
extension StepCopy: Codable {
    private enum CodingKeys: String, CodingKey { case push, to, mode, fetch }

    /// Decodes what ``encode(to:)`` wrote.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        if let source = try values.decodeIfPresent(String.self, forKey: .fetch) {
            self = .fetch(source)
            return
        }
        let mode = try values.decodeIfPresent(String.self, forKey: .mode).map { text in
            guard let mode = FileMode(octal: text) else {
                throw DecodingError.dataCorruptedError(
                    forKey: .mode, in: values, debugDescription: "'\(text)' is no mode")
            }
            return mode
        }
        self = .push(
            try values.decode(String.self, forKey: .push),
            to: try values.decode(String.self, forKey: .to), mode: mode)
    }

    /// Encodes a flat object.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .push(let source, let target, let mode):
            try values.encode(source, forKey: .push)
            try values.encode(target, forKey: .to)
            try values.encodeIfPresent(mode?.description, forKey: .mode)
        case .fetch(let source): try values.encode(source, forKey: .fetch)
        }
    }
}
