import FleetCore

extension Duration {
    /// `90 s`, `5 min`, `1 h 30 min`, `0.5 s`: for sentences.
    var inWords: String {
        let whole = components.seconds
        if whole < 1 { return "\(seconds) s" }
        if whole < 120 { return "\(whole) s" }
        if whole < 3_600 {
            return whole % 60 == 0 ? "\(whole / 60) min" : "\(whole / 60) min \(whole % 60) s"
        }
        let minutes = whole / 60 % 60
        return minutes == 0 ? "\(whole / 3_600) h" : "\(whole / 3_600) h \(minutes) min"
    }
}

extension RemoteExit {
    /// `exit 1`, `signal TERM`, `no exit status`: for sentences.
    var inWords: String {
        switch self {
        case .code(let code): "exit \(code)"
        case .signal(let name): "signal \(name)"
        case .unknown: "no exit status"
        }
    }
}
