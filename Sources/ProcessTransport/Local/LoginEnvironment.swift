import Foundation

/// What of the operator's environment a login on this machine would have as well.
///
/// A job on this machine is to find what it would find over SSH: not the variables of the shell in which flotilla
/// was typed, which may hold passphrases.
enum LoginEnvironment {
    private static let names: Set<String> = [
        "HOME", "USER", "LOGNAME", "SHELL", "PATH", "MAIL", "TZ", "LANG", "LANGUAGE",
        // Where the system keeps what is the user's: programs of a session look there.
        "TMPDIR", "TMUX_TMPDIR", "DBUS_SESSION_BUS_ADDRESS",
        // The keys that scripts log in elsewhere with.
        "SSH_AUTH_SOCK",
    ]
    private static let prefixes = ["LC_", "XDG_"]
    private static let path = "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin"

    /// The variables out of `all` that a job gets, with `home` as its home.
    static func variables(of all: [String: String], home: String) -> [String: String] {
        var kept = all.filter { name, _ in
            names.contains(name) || prefixes.contains { name.hasPrefix($0) }
        }
        kept["HOME"] = home
        if kept["PATH"] == nil { kept["PATH"] = path }
        for name in ["USER", "LOGNAME"] where kept[name] == nil { kept[name] = NSUserName() }
        return kept
    }
}
