import Foundation

/// What it takes for a ``LoopbackServer`` to let its user in by a password: lists of the system's replaced under its
/// feet, in a mount namespace of its own.
///
/// Needs root, and the tests then log in as root; nobody else sees the password.
enum PasswordServer {
    /// The password.
    static let password = "open sesame"

    /// `openssl passwd -6` of it.
    private static let hash =
        "$6$flotilla$C.umHyuqy.KS.rveyFwDexHG.1E5Our5M3jD7G.bgpc0NcmD6QlP6VuDo3Kx5CFrtqXhBFISgTKwRjNi4Ap6M/"

    /// Starts it.
    ///
    /// - Parameters:
    ///   - options: Lines for its configuration.
    ///   - asksPAM: Whether PAM is asked, and not the list of passwords.
    ///   - hash: What is known of the password; nothing for a user without.
    ///   - day: When it was set, in days since 1970; 0 for one that has to be changed.
    static func start(
        _ options: [String], asksPAM: Bool = false, hash: String = hash, day: Int = 20_000
    ) throws -> LoopbackServer {
        let folder = try TestFolder()
        let shadow = try folder.write("root:\(hash):\(day):0:99999:7:::\n", to: "shadow")
        let service = ["auth", "account", "password"].map { "\($0) required pam_unix.so\n" }
        let pam = try folder.write(
            service.joined() + "session required pam_permit.so\n", to: "pam")
        let setUp =
            "mount --bind \(shadow) /etc/shadow && mount --bind \(pam) /etc/pam.d/sshd && exec \"$@\""
        return try LoopbackServer(
            options + ["UsePAM \(asksPAM ? "yes" : "no")", "PermitRootLogin yes"],
            behind: ["unshare", "--mount", "sh", "-c", setUp, "sh"], keeping: folder)
    }
}
