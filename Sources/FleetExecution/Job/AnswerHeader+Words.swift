/// What the operator reads of an answer: all wording for it is here.
extension AnswerHeader {
    /// A sentence for each thing that the operator should know once.
    var noticeTexts: [String] {
        notices.map { notice in
            switch notice {
            case .noTmux:
                "no tmux on the host: the script runs without it and can't be attached to; "
                    + "install tmux to mend that"
            case .tmuxFailed:
                "tmux doesn't start on the host (\(text ?? "it said nothing")): the script runs "
                    + "without it and can't be attached to\(isWithoutLocale ? AnswerHeader.localeRemedy : "")"
            case .spoolElsewhere:
                "the home folder can't be written to: the output is kept in \(folder ?? "a temporary folder"), "
                    + "which a reboot may empty"
            case .killsUserProcesses:
                "the host ends a user's processes at logout (KillUserProcesses=yes): the script "
                    + "runs in a scope of its own"
            case .noTTY: "no tmux on the host, so the script has no terminal"
            }
        }
    }

    /// Whether tmux lacks a locale that knows UTF-8.
    private var isWithoutLocale: Bool {
        text?.contains("LC_") ?? false
    }

    private static let localeRemedy =
        "; a UTF-8 locale on the host mends that, such as the C.UTF-8 of Debian's libc-bin"

    /// Why a job couldn't be started, and what to do.
    var failureText: String {
        let said = text.map { ": \($0)" } ?? ""
        return switch failure {
        case .folder:
            "no folder for the job can be made on the host, in the home folder, /var/tmp or /tmp\(said)"
        case .payload: "the script didn't arrive whole\(said)"
        case .space: "no room on the host's disk for the script\(said)"
        case .launch: "what runs the script doesn't start on the host\(said)"
        case nil: "the host can't start the job\(said)"
        }
    }
}

extension AnswerDecoder.GoneReason {
    /// Why a script's end will never be known.
    var words: String {
        switch self {
        case .runner:
            "what ran the script was killed on the host before it could tell how the script ended"
        case .reboot: "the machine rebooted before the script had ended"
        }
    }
}

extension AnswerDecoder {
    /// The last line that was printed before, or instead of, an answer, cut to what fits a sentence.
    ///
    /// - Shape: printable ASCII, at most 200 bytes; it comes from a host that may mean ill.
    var lastNoise: String {
        let lines = noise.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
        let printable = UInt8(ascii: " ")...UInt8(ascii: "~")
        let last = lines.last { $0.contains { $0 != UInt8(ascii: " ") && printable ~= $0 } } ?? []
        return String(decoding: last.filter { printable ~= $0 }.prefix(200), as: UTF8.self)
    }
}
