import Testing

@testable import ProcessTransport

@Suite("The environment of a job on this machine")
struct LoginEnvironmentTests {
    @Test("is what a login would have, and no more")
    func isLogin() {
        let all = [
            "HOME": "/elsewhere", "PATH": "/bin", "LC_ALL": "C", "XDG_RUNTIME_DIR": "/run/1",
            "SSH_AUTH_SOCK": "/agent", "OPS_PASSPHRASE": "secret", "FLOTILLA_X": "1",
            "TMUX": "/tmp/tmux", "USER": "me", "LOGNAME": "me",
        ]
        let kept = LoginEnvironment.variables(of: all, home: "/home/me")
        #expect(
            kept == [
                "HOME": "/home/me", "PATH": "/bin", "LC_ALL": "C", "XDG_RUNTIME_DIR": "/run/1",
                "SSH_AUTH_SOCK": "/agent", "USER": "me", "LOGNAME": "me",
            ])
    }

    @Test("has a path and a name where the operator's has none")
    func isComplete() {
        let kept = LoginEnvironment.variables(of: [:], home: "/home/me")
        #expect(Set(kept.keys) == ["HOME", "PATH", "USER", "LOGNAME"])
        #expect(kept["PATH"]?.contains("/usr/bin") == true)
    }
}
