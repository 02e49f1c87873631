/// As whom a script runs, other than the user who logs in: through sudo.
package struct Sudo: Hashable, Sendable, CustomStringConvertible {
    /// The other user.
    package let user: String
    /// What sudo is told where it asks for a password; `nil` where it must not ask.
    package let password: String?

    /// Creates a way to become `user`.
    package init(user: String, password: String? = nil) {
        self.user = user
        self.password = password
    }

    /// The user alone: passwords are not for logs.
    package var description: String { "sudo -u \(user)" }
}

extension Sudo {
    /// What the other user's shell does first: `"$@"` is the interpreter, its argument, and the script.
    ///
    /// The script is standard input by then, for its path leads through a folder that the other user can't enter.
    private static func entrance(usesTTY: Bool) -> String {
        #"cd "${HOME:-/}" 2>/dev/null || cd /; exec 3<&0 <"# + (usesTTY ? "/dev/tty" : "/dev/null")
            + #"; exec "$@""#
    }

    /// What takes the script's place for the other user: descriptor 3.
    static let script = "/dev/fd/3"

    /// Statements for `sh` that see to it that sudo lets us in, and then leave its command line in `"$@"`.
    ///
    /// sudo is tried before: what it says when it refuses is no output of the script. A password goes through a
    /// program that gives it twice, once for the trial, and forgets it; it is on no command line. In `"$2"` is the
    /// folder of this try.
    ///
    /// - Parameter kept: The variables that the script is to find in its environment.
    func statements(keeping kept: [String], usesTTY: Bool) -> [String] {
        let names = Set(kept).sorted().joined(separator: ",")
        let sudo =
            "sudo \(password == nil ? "-n" : "-A") -H -u \(ShellQuoting.quoted(user)) "
            + "--preserve-env=\(names) --"
        return askpass + [
            #"command -v sudo >/dev/null || { echo 'sudo: not found' >"$2/refused"; exit 1; }"#,
            #"LC_ALL=C \#(sudo) sh -c : </dev/null 2>"$2/refused" || exit 1"#,
            #"rm -f "$2/refused""#,
            // The other user opens it through the descriptor.
            #"chmod a+rx "$2/script" && exec <"$2/script""#,
            "set -- \(sudo) sh -c \(ShellQuoting.quoted(Sudo.entrance(usesTTY: usesTTY))) sh",
        ]
    }

    /// A sudo that asks again was told a wrong one, and is told nothing more.
    private var askpass: [String] {
        guard let password else { return [] }
        return [
            """
            cat >"$2/askpass" <<'END'
            #!/bin/sh
            cd "${0%/*}" || exit
            { read -r asker <asked; } 2>/dev/null || asker=
            [ "$asker" != $PPID ] || exit
            cat password
            [ -z "$asker" ] || rm -f password
            echo $PPID >asked
            END
            """,
            "cat >\"$2/password\" <<'END'\n\(password)\nEND",
            #"chmod u+x "$2/askpass"; export SUDO_ASKPASS="$2/askpass"; rm -f "$2/launch""#,
        ]
    }
}
