import Testing

/// Output that tries to do something to a terminal, and what may be seen of it.
package struct TerminalAttack: Sendable, CustomTestStringConvertible {
    /// What it is, and what would obey it.
    package let name: String
    /// What a host prints.
    package let output: [UInt8]
    /// What is left of it.
    package let seen: String

    /// The name.
    package var testDescription: String { name }

    init(_ name: String, _ output: String, seen: String = "AZ") {
        self.init(name, Array(output.utf8), seen: seen)
    }

    init(_ name: String, _ output: [UInt8], seen: String = "AZ") {
        self.name = name
        self.output = output
        self.seen = seen
    }

    /// `A`, raw bytes, then text.
    private static func raw(
        _ name: String, _ bytes: [UInt8], _ after: String = "Z", seen: String = "AZ"
    ) -> TerminalAttack {
        TerminalAttack(name, [UInt8(ascii: "A")] + bytes + Array(after.utf8), seen: seen)
    }

    /// - Source: ECMA-48; xterm's ctlseqs; "ANSI Terminal security in 2023" (D. Leadbeater); the
    ///   manuals of iTerm2, kitty, tmux and screen for their own sequences.
    package static let all: [TerminalAttack] =
        strings + sequences + escapes + controls + eightBit + unfinished + characters + families

    private static let strings: [TerminalAttack] = [
        TerminalAttack("title, ended by BEL", "A\u{1b}]0;pwned\u{7}Z"),
        TerminalAttack("title, ended by ST", "A\u{1b}]2;pwned\u{1b}\\Z"),
        TerminalAttack("icon name", "A\u{1b}]1;pwned\u{7}Z"),
        TerminalAttack("clipboard write (OSC 52)", "A\u{1b}]52;c;cm0gLXJmIC8K\u{7}Z"),
        TerminalAttack("clipboard read (OSC 52)", "A\u{1b}]52;c;?\u{1b}\\Z"),
        TerminalAttack(
            "hyperlink (OSC 8)", "A\u{1b}]8;;http://x\u{1b}\\link\u{1b}]8;;\u{1b}\\Z",
            seen: "AlinkZ"),
        TerminalAttack("palette (OSC 4)", "A\u{1b}]4;0;#ffffff\u{7}Z"),
        TerminalAttack("colour query (OSC 11)", "A\u{1b}]11;?\u{7}Z"),
        TerminalAttack("working directory (OSC 7)", "A\u{1b}]7;file:///etc\u{7}Z"),
        TerminalAttack("notification (OSC 9)", "A\u{1b}]9;hello\u{7}Z"),
        TerminalAttack("notification (OSC 777)", "A\u{1b}]777;notify;a;b\u{7}Z"),
        TerminalAttack(
            "file transfer (OSC 1337)", "A\u{1b}]1337;File=name=eA==;inline=1:AAAA\u{7}Z"),
        TerminalAttack("font query (OSC 50)", "A\u{1b}]50;?\u{7}Z"),
        TerminalAttack("shell integration (OSC 133)", "A\u{1b}]133;A\u{7}Z"),
        TerminalAttack("palette of the Linux console (OSC P)", "A\u{1b}]P0ffffff\u{7}Z"),
        TerminalAttack("title with quotes that hold a byte like ST", "A\u{1b}]0;gr“öß”er\u{7}Z"),
        TerminalAttack("status query (DECRQSS)", "A\u{1b}P$q\"p\u{1b}\\Z"),
        TerminalAttack("termcap query (XTGETTCAP)", "A\u{1b}P+q544e\u{1b}\\Z"),
        TerminalAttack("user-defined keys (DECUDK)", "A\u{1b}P0;1|17/6c73\u{1b}\\Z"),
        TerminalAttack("sixel picture", "A\u{1b}Pq#0;2;0;0;0#0~~\u{1b}\\Z"),
        TerminalAttack("tmux passthrough", "A\u{1b}Ptmux;\u{1b}\u{1b}]52;c;eA==\u{7}\u{1b}\\Z"),
        TerminalAttack("application command (APC)", "A\u{1b}_Gf=24,s=1;AAAA\u{1b}\\Z"),
        TerminalAttack("privacy message (PM)", "A\u{1b}^secret\u{1b}\\Z"),
        TerminalAttack("start of string (SOS)", "A\u{1b}Xsecret\u{1b}\\Z"),
        TerminalAttack("window name of screen and tmux", "A\u{1b}kpwned\u{1b}\\Z"),
        TerminalAttack("string ended by CAN", "A\u{1b}]0;pwned\u{18}Z"),
        TerminalAttack("string ended by SUB", "A\u{1b}]0;pwned\u{1a}Z"),
        TerminalAttack(
            "string ended by an 8-bit ST", Array("A\u{1b}]0;pwned".utf8) + [0x9c, 0x5a]),
        TerminalAttack("string broken off by another", "A\u{1b}]0;a\u{1b}]52;c;eA==\u{7}Z"),
        TerminalAttack("string broken off by a CSI", "A\u{1b}]0;a\u{1b}[2JZ"),
        TerminalAttack("string with escapes in a row", "A\u{1b}]0;a\u{1b}\u{1b}\u{1b}\\Z"),
    ]

    private static let sequences: [TerminalAttack] = [
        TerminalAttack("cursor up", "A\u{1b}[1AZ"),
        TerminalAttack("cursor to a place", "A\u{1b}[1;1HZ"),
        TerminalAttack("cursor to a column", "A\u{1b}[1GZ"),
        TerminalAttack("erase the screen", "A\u{1b}[2JZ"),
        TerminalAttack("erase what was scrolled away", "A\u{1b}[3JZ"),
        TerminalAttack("erase the line", "A\u{1b}[2KZ"),
        TerminalAttack("insert lines", "A\u{1b}[5LZ"),
        TerminalAttack("delete characters", "A\u{1b}[5PZ"),
        TerminalAttack("repeat a character a billion times", "A\u{1b}[999999999bZ"),
        TerminalAttack("alternate screen", "A\u{1b}[?1049hZ"),
        TerminalAttack("hidden cursor", "A\u{1b}[?25lZ"),
        TerminalAttack("mouse reports", "A\u{1b}[?1003hZ"),
        TerminalAttack("bracketed paste off", "A\u{1b}[?2004lZ"),
        TerminalAttack("no automatic wrap", "A\u{1b}[?7lZ"),
        TerminalAttack("scroll region", "A\u{1b}[2;3rZ"),
        TerminalAttack("cursor report", "A\u{1b}[6nZ"),
        TerminalAttack("device attributes", "A\u{1b}[cZ"),
        TerminalAttack("title report", "A\u{1b}[21tZ"),
        TerminalAttack("window minimised", "A\u{1b}[2tZ"),
        TerminalAttack("soft reset", "A\u{1b}[!pZ"),
        TerminalAttack("keyboard locked", "A\u{1b}[2hZ"),
        TerminalAttack("insert mode", "A\u{1b}[4hZ"),
        TerminalAttack("print the screen", "A\u{1b}[iZ"),
        TerminalAttack("key modifiers, ending in m", "A\u{1b}[>4;2mZ"),
        TerminalAttack("private m", "A\u{1b}[?4mZ"),
        TerminalAttack("m with an intermediate byte", "A\u{1b}[1 mZ"),
        TerminalAttack(
            "colour too long to be one", "A\u{1b}[\(String(repeating: "1;", count: 60))mZ"),
        TerminalAttack("concealed text", "A\u{1b}[8mZ"),
        TerminalAttack("control bytes within a sequence", "A\u{1b}[\u{8}2\u{b}J\u{7}Z"),
        TerminalAttack("a sequence within a sequence", "A\u{1b}[1;\u{1b}[2JZ"),
        TerminalAttack("a newline within a sequence", "A\u{1b}[1;\n2JZ", seen: "A\n2JZ"),
        TerminalAttack("a letter beyond ASCII within a sequence", "A\u{1b}[1éZ", seen: "AéZ"),
    ]

    private static let escapes: [TerminalAttack] = [
        TerminalAttack("full reset", "A\u{1b}cZ"),
        TerminalAttack("cursor saved and restored", "A\u{1b}7\u{1b}8Z"),
        TerminalAttack("reverse line feed", "A\u{1b}MZ"),
        TerminalAttack("line drawing characters", "A\u{1b}(0Z"),
        TerminalAttack("screen full of E", "A\u{1b}#8Z"),
        TerminalAttack("character set switched off", "A\u{1b}%@Z"),
        TerminalAttack("keypad mode", "A\u{1b}=Z"),
        TerminalAttack("single shift", "A\u{1b}NZ"),
        TerminalAttack("escapes in a row", "A\u{1b}\u{1b}\u{1b}cZ"),
        TerminalAttack("memory lock", "A\u{1b}lZ"),
        TerminalAttack("8-bit controls switched on", "A\u{1b} GZ"),
    ]

    private static let controls: [TerminalAttack] = [
        TerminalAttack("bell", "A\u{7}Z"), TerminalAttack("backspace", "A\u{8}Z"),
        TerminalAttack("vertical tab", "A\u{b}Z"), TerminalAttack("form feed", "A\u{c}Z"),
        TerminalAttack("shift out", "A\u{e}Z"), TerminalAttack("NUL", "A\0Z"),
        TerminalAttack("answerback (ENQ)", "A\u{5}Z"), TerminalAttack("DEL", "A\u{7f}Z"),
        TerminalAttack("XOFF", "A\u{13}Z"), TerminalAttack("CAN", "A\u{18}Z"),
        TerminalAttack("overwriting by carriage return", "AAAA\rZ", seen: "AAAA\nZ"),
    ]

    private static let eightBit: [TerminalAttack] = [
        .raw("8-bit CSI", [0x9b], "2JZ"),
        .raw("8-bit OSC", [0x9d], "0;t\u{7}Z", seen: "A\u{fffd}0;tZ"),
        .raw("8-bit DCS", [0x90], "$q\u{1b}\\Z", seen: "A\u{fffd}$qZ"),
        .raw("8-bit NEL", [0x85], seen: "A\u{fffd}Z"),
        TerminalAttack("CSI in UTF-8", "A\u{9b}2JZ"),
        TerminalAttack("OSC in UTF-8", "A\u{9d}52;c;eA==\u{7}Z"),
        TerminalAttack("OSC in UTF-8, ended by ST in UTF-8", "A\u{9d}0;t\u{9c}Z"),
        TerminalAttack("DCS in UTF-8", "A\u{90}$q\u{1b}\\Z"),
        TerminalAttack("NEL in UTF-8", "A\u{85}Z"),
        .raw("CSI as an overlong character", [0xc0, 0x9b], "2JZ", seen: "A\u{fffd}Z"),
        .raw("ESC as an overlong character", [0xc0, 0x9b, 0x5b], "Z", seen: "A\u{fffd}Z"),
        .raw("a surrogate", [0xed, 0xa0, 0x80], seen: "A\u{fffd}\u{fffd}\u{fffd}Z"),
        .raw(
            "beyond Unicode", [0xf4, 0x90, 0x80, 0x80], seen: "A\u{fffd}\u{fffd}\u{fffd}\u{fffd}Z"),
        .raw("an escape within a character", [0xe2, 0x1b], "[2JZ", seen: "A\u{fffd}Z"),
        .raw("a newline within a character", [0xf0, 0x9f, 0x0a], seen: "A\u{fffd}\nZ"),
    ]

    private static let unfinished: [TerminalAttack] = [
        TerminalAttack("escape at the end", "AZ\u{1b}"),
        TerminalAttack("CSI at the end", "AZ\u{1b}[12;"),
        TerminalAttack("title that never ends", "AZ\u{1b}]0;pwned"),
        TerminalAttack("title that ends with its line", "A\u{1b}]0;pwned\nZ", seen: "A\nZ"),
        TerminalAttack(
            "character at the end", Array("AZ".utf8) + [0xe2, 0x82], seen: "AZ\u{fffd}"),
        TerminalAttack(
            "CSI of a thousand bytes", "A\u{1b}[" + String(repeating: "1", count: 1_000) + "Z",
            seen: "A" + String(repeating: "1", count: 743) + "Z"),
        TerminalAttack(
            "string of five thousand bytes",
            "A\u{1b}]0;" + String(repeating: "x", count: 5_000) + "Z",
            seen: "A" + String(repeating: "x", count: 905) + "Z"),
        TerminalAttack(
            "escape with many intermediates", "A\u{1b}" + String(repeating: "!", count: 20) + "Z",
            seen: "A!!!Z"),
    ]

    private static let characters: [TerminalAttack] = [
        TerminalAttack("right-to-left override", "A\u{202e}Z"),
        TerminalAttack("left-to-right embedding", "A\u{202a}Z"),
        TerminalAttack("isolates", "A\u{2066}\u{2067}\u{2068}\u{2069}Z"),
        TerminalAttack("direction marks", "A\u{200e}\u{200f}\u{61c}Z"),
        TerminalAttack("zero-width space", "A\u{200b}Z"),
        TerminalAttack("word joiner and byte order mark", "A\u{2060}\u{feff}Z"),
        TerminalAttack("line separator", "A\u{2028}\u{2029}Z"),
        TerminalAttack("text hidden in tags", "A\u{e0041}\u{e0042}Z"),
        TerminalAttack("emoji keep their joiners", "A👩\u{200d}🚀Z", seen: "A👩\u{200d}🚀Z"),
        TerminalAttack("other scripts pass", "Añ漢字\u{301}Z", seen: "Añ漢字\u{301}Z"),
    ]
}
