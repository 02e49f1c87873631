/// As whom scripts run, by Ansible's variables.
extension AnsibleAccess {
    mutating func readBecome(of vars: Variables, into settings: inout HostSettings) {
        guard let isOn = flag(vars, ["ansible_become"]) else { return }
        guard isOn.value else {
            settings.job.become = Placed(.no, at: isOn.place)
            return
        }
        let names = ["ansible_sudo_user", "ansible_become_user"]
        let user = text(vars, names, isMoot: { $0.job.become?.isTyped ?? false })
        settings.job.become = Placed(.user(user?.value ?? "root"), at: user?.place ?? isOn.place)
        if let method = text(vars, ["ansible_become_method"], isMoot: AnsibleAccess.never),
            !["sudo", "ansible.builtin.sudo"].contains(method.value)
        {
            refuse(
                .unsupported, method, "another user by '\(method.value)' is not to be had here",
                remedy: "use sudo")
        }
        for name in AnsibleAccess.passwords {
            guard let variable = vars[name], variable.value != .null, variable.value != .text("")
            else { continue }
            refuse(
                .unsupported, variable, "'\(name)' is a password in a file, and not read here",
                remedy: "ask for it with -K, or let sudo run without it, as by NOPASSWD in sudoers",
                isMoot: { $0.becomePassword?.isTyped ?? false })
        }
        for name in AnsibleAccess.beyondSudo {
            guard let variable = vars[name], variable.value != .null, variable.value != .text("")
            else { continue }
            refuse(
                .unsupported, variable, "'\(name)' is not heeded here",
                remedy: "let sudo run without it")
        }
    }

    private static let passwords = [
        "ansible_become_password", "ansible_become_pass", "ansible_sudo_pass",
    ]

    private static let beyondSudo = [
        "ansible_become_exe", "ansible_sudo_exe", "ansible_become_flags", "ansible_sudo_flags",
    ]
}
