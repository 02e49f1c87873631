/// Attacks that come in families: one shape, and all the numbers or letters for which a terminal does something.
///
/// - Source: xterm's ctlseqs (patch 390); DEC STD 070; the manuals of rxvt, kitty, iTerm2, foot, mlterm, Konsole,
///   VTE and Windows Terminal; CVE-2003-0063 to -0077, 2008-2383, 2010-2713, 2015-8971, 2017-0899, 2019-9535,
///   2021-27135, 2021-33477, 2022-24130, 2022-45063, 2022-45872, 2023-39150.
extension TerminalAttack {
    static let families: [TerminalAttack] =
        commands + modes + finals + shortEscapes + deviceStrings + rawControls + characterFamilies
        + padded + exploits

    private static func family(
        _ name: String, _ payloads: [String], seen: String = "AZ"
    ) -> [TerminalAttack] {
        payloads.map { payload in
            let shown = payload.unicodeScalars.map { $0.escaped(asASCII: true) }.joined()
            return TerminalAttack("\(name): \(shown)", "A\(payload)Z", seen: seen)
        }
    }

    /// Operating system commands: what a terminal is, and reaches, beyond its text.
    private static let commands = family(
        "OSC",
        [
            "0;t", "3;WM_NAME=t", "5;0;#fff", "6;0;1", "9;4;1;50", "10;#000000", "12;?", "13;red",
            "17;?", "19;?", "21;foreground=?", "22;wait", "46;/tmp/log", "51;Ecmd", "52;p;eA==",
            "52;s0;?", "52;;!", "60", "62;x", "66;s=7;BIG", "99;i=1;note", "104", "105;0", "110",
            "112", "117", "133;C", "176;app", "440;a.wav:i=1", "555", "633;E;rm -rf", "697;x",
            "701;C", "702;?", "710;fixed", "720;9999", "776;x", "888", "1337;SetUserVar=a=eA==",
            "1337;CurrentDir=/", "1337;StealFocus", "1337;ClearScrollback", "1337;EndCopy",
            "1337;CopyToClipboard=", "1337;RequestAttention=fireworks",
            "1337;RequestUpload=format=tgz",
            "1337;SetProfile=x", "1337;ReportCellSize", "5113;ac=send;id=1", "5522;type=read",
            "30001", "30101", "Lt", "lt", "Ilogo.png", "R",
        ].flatMap { ["\u{1b}]\($0)\u{7}", "\u{1b}]\($0)\u{1b}\\"] })

    /// Modes that are set and reset.
    private static let modes =
        family(
            "private mode",
            [
                1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 18, 25, 34, 38, 40, 41, 42, 44, 45, 46, 47,
                66,
                67, 69, 80, 95, 1000, 1001, 1002, 1004, 1005, 1006, 1007, 1010, 1015, 1016, 1034,
                1036, 1039, 1042, 1043, 1046, 1047, 1048, 1050, 1060, 1061, 1070, 2004, 2026, 2027,
                2031, 2048, 7727, 8452, 9001,
            ].map { "\u{1b}[?\($0)h" })
        + family("mode", [2, 4, 12, 20].map { "\u{1b}[\($0)h" })
        + family(
            "window operation",
            (1...24).map { $0 < 3 || $0 > 9 ? "\u{1b}[\($0)t" : "\u{1b}[\($0);9;9t" })

    /// Control sequences, by what ends them.
    private static let finals = family(
        "CSI",
        [
            "2B", "2C", "2D", "2E", "2F", "9;9f", "2I", "?2J", "?1K", "1M", "5S", "5T", "3X", "3Z",
            "3@",
            "3`", "3a", "c", ">c", "=c", "3d", "3e", "3g", "4i", "5i", "?5i", "5n", "6n", "?6n",
            "?15n",
            "?26n", "?53n", "!p", "61;1\"p", "?25$p", "1q", "2 q", "1\"q", ">q", "?2004r", "s", "u",
            ">1u", "<u", "?u", "=1u", "x", "2*x", ">4;2m", "?4m", "?1;2m", "'z", "1;2'{", "'|",
            "$w", "1$}",
            "1$~", "1;1;9;9;1$r", "1;1;9;9;1$t", "1;1;9;9;1;2;2$v", "65;1;1;9;9$x", "1;1;9;9$z",
            "1;1;9;9${",
            "1#p", "#q", "#P", "#Q", "#R", ">0T", ">2p", "1;1;1;1;1;9*y", "2 @", "2 A", "5 t",
            "5 u", "&u",
            "1;2 ~", "?7$q",
        ].map { "\u{1b}[\($0)" })

    /// Escapes of one or two characters.
    private static let shortEscapes = family(
        "ESC",
        [
            "D", "E", "F", "H", "O", "V", "W", "Z", "6", "9", ">", "`", "a", "b", "d", "m", "n",
            "o", "|",
            "}", "~", "#3", "#4", "#5", "#6", "%G", "%/G", "(A", "(K", ")0", "*0", "+0", "-A", ".A",
            "/A",
            "(\"?", "$(B", "$)A", " F", " L", " M", " N", "&0", "!x", "\u{c}c", "\u{17}c", "\u{5}c",
        ].map { "\u{1b}\($0)" })

    /// Strings to a device: DCS, and what APC, PM and SOS are used for.
    private static let deviceStrings = family(
        "string",
        [
            "P$qm", "P$qr", "P$q q", "P$q\"q", "P+p636f", "P+q636f;6c69", "P1$r0m", "P1;1|17/00",
            "P0;0;0!z1b5b324a", "P0;1;1!z", "P0p@:A;ReGIS", "P3pS(E)", "P1;1;1{ @???", "P1$t0/0",
            "P2$t9/17",
            "P1000p", "P=1s", "P=2s", "P@kitty-cmd{\"cmd\":\"ls\"}", "P@kitty-print|eA==",
            "P>|name",
            "P1;2 |x", "Pscreen", "Ptmux;\u{1b}\u{1b}[2J", "_Ga=d", "_Ga=T,t=f;L2V0Yw==", "_tmux;x",
            "_;x", "^screen status", "^1337;x", "Xstart", "kname",
        ].map { "\u{1b}\($0)\u{1b}\\" })

    /// Single bytes: C0, and the 8-bit forms of C1, which as letters of old code pages are shown as damage.
    private static let rawControls: [TerminalAttack] =
        [
            1, 2, 3, 4, 6, 0x0f, 0x10, 0x11, 0x12, 0x14, 0x15, 0x16, 0x17, 0x19, 0x1a, 0x1c, 0x1d,
            0x1e, 0x1f,
        ]
        .map { TerminalAttack("C0 \($0)", [0x41, $0, 0x5a]) }
        + ([0x80, 0x84, 0x88, 0x8d, 0x8e, 0x8f, 0x96, 0x97, 0x98, 0x99, 0x9a, 0x9c, 0x9e, 0x9f]
        as [UInt8])
        .map { TerminalAttack("8-bit C1 \($0)", [0x41, $0, 0x5a], seen: "A\u{fffd}Z") }
        + family(
            "C1 in UTF-8",
            (0x80...0x9f as ClosedRange<UInt32>).filter {
                ![0x85, 0x90, 0x98, 0x9b, 0x9d, 0x9e, 0x9f].contains($0)
            }
            .compactMap { UnicodeScalar($0) }.map { String($0) })
        + family(
            "string in UTF-8",
            ["\u{98}", "\u{9e}", "\u{9f}", "\u{90}", "\u{9d}"].map { "\($0)x\u{9c}" })

    /// Characters that reorder, hide, or are not what they look like.
    private static let characterFamilies = family(
        "character",
        ([
            0x061c, 0x180e, 0x200e, 0x200f, 0x2028, 0x2029, 0x202b, 0x202c, 0x202d, 0x2060, 0x2061,
            0x2062, 0x2063, 0x2064, 0x2066, 0x2067, 0x2068, 0x2069, 0x206a, 0x206f, 0xfeff, 0xfff9,
            0xfffa, 0xfffb, 0xe0001, 0xe0020, 0xe007f,
        ] as [UInt32]).compactMap { UnicodeScalar($0) }.map { String($0) })

    /// Sequences with something in their middle that a filter might stumble over, and a terminal doesn't.
    private static let padded =
        family(
            "padding",
            [
                "\u{1b}\0[2J", "\u{1b}[\0002J", "\u{1b}[2\u{7f}J", "\u{1b}[1\u{8}A", "\u{1b}[1\tA",
                "\u{1b}]0;\0x\u{7}", "\u{1b}]\u{7f}52;c;eA==\u{7}", "\u{1b}\u{7f}c",
                "\u{1b}\u{5}[c",
                "\u{1b}[1\u{e};1H", "\u{1b}\u{1b}[2J", "\u{1b}\u{1b}\u{1b}]0;t\u{7}",
                "\u{1b}[\u{1b}[2J",
                "\u{1b}[2\u{1b}c", "\u{1b}[2\u{18}", "\u{1b}[2\u{1a}", "\u{1b}\u{18}",
                "\u{1b}\u{1a}",
                "\u{1b}P\u{18}", "\u{1b}_\u{1a}", "\u{1b}]0;a\u{1b}]2;b\u{1b}\\", "\u{1b}[;;;;;;H",
                "\u{1b}[99999999999999999999A", "\u{1b}[-1A", "\u{1b}[?!$ J", "\u{1b}[0;1:2<=>?A",
                "\u{9b}\u{1b}c",
            ])
        + family("carriage return", ["\r\u{1b}[K", "\r\u{8}", "\r\r"], seen: "A\nZ")

    /// Strings that made some terminal run, print or type what they hold.
    private static let exploits =
        family(
            "exploit",
            [
                "\u{1b}]2;;echo pwned;\u{7}\u{1b}[21t",
                "\u{1b}]50;i$(touch /tmp/x)\u{7}\u{1b}]50;?\u{7}",
                "\u{1b}P$q\u{3}touch x\u{1b}\\", "\u{1b}P1$r;touch x\u{1b}\\",
                "\u{1b}]0;\u{5}\u{7}",
                "\u{1b}P1000p%begin\u{1b}\\",
                "\u{1b}]1337;File=name=Li5zaA==;size=9:eA==\u{7}", "\u{1b}_Gi=1,a=q;AAAA\u{1b}\\",
                "\u{1b}]7;file://$(id)/\u{7}",
                "\u{1b}]8;;ssh://-oProxyCommand=id\u{7}\u{1b}]8;;\u{7}",
                "\u{1b}Pq\"1;1;99999;99999#0!99999~\u{1b}\\", "\u{1b}[65535;65535H\u{1b}[65535b",
                "\u{1b}]4;1;?;2;?;3;?\u{7}", "\u{1b}]P1ff0000\u{7}", "\u{1b}]777;preexec\u{7}",
            ])
        + [
            TerminalAttack("printing through the terminal", "A\u{1b}[5irm\u{1b}[4iZ", seen: "ArmZ"),
            TerminalAttack(
                "a prompt on another screen", "A\u{1b}[?1049h$\u{1b}[?1049lZ", seen: "A$Z"),
            TerminalAttack(
                "a newline in a status query", "A\u{1b}P$q\nid\n\u{1b}\\Z", seen: "A\nid\nZ"),
            TerminalAttack("a newline in a title", "A\u{1b}]0;a\nid\u{7}Z", seen: "A\nidZ"),
        ]
}
