internal import FleetCore

/// How to get to hosts, as Ansible's variables say it.
///
/// - Source: ansible-core 2.14, `plugins/connection/ssh.py` and `plugins/become/sudo.py`: of several names for one
///   thing the later in our lists wins.
struct AnsibleAccess {
    /// What a host's variables ask for that can't be had.
    struct Refusal {
        let mistake: Diagnostic
        /// Whether the settings don't need the variable, because the command line says the same.
        let isMoot: @Sendable (HostSettings) -> Bool
    }

    /// The private keys that were named, each once, by the name of their file.
    private(set) var keys: [InventoryKey] = []
    private var keyNames: Set<String> = []
    /// What was asked for and can't be had.
    var refusals: [Refusal] = []
    let home: String

    init(home: String) { self.home = home }

    /// Whether a variable of that name may say something about how to get to a host.
    static func isAbout(_ name: String) -> Bool { name.hasPrefix("ansible_") }

    /// The settings that the variables make.
    ///
    /// In the order in which Ansible hands them to ssh, for which the first that says something counts.
    mutating func settings(by vars: Variables) -> HostSettings {
        var settings = HostSettings()
        readArguments("ansible_ssh_args", of: vars, into: &settings)
        readHostKeyChecking(of: vars, into: &settings)
        read(vars, ["ansible_port", "ansible_ssh_port"], \.port, into: &settings) {
            UInt16($0).flatMap { $0 > 0 ? $0 : nil }
        }
        readKey(of: vars, into: &settings)
        read(vars, ["ansible_user", "ansible_ssh_user"], \.user, into: &settings) {
            LoginName.checked($0)
        }
        read(vars, ["ansible_timeout", "ansible_ssh_timeout"], \.connectTimeout, into: &settings) {
            AnsibleAccess.seconds($0)
        }
        readArguments("ansible_ssh_common_args", of: vars, into: &settings)
        readArguments("ansible_ssh_extra_args", of: vars, into: &settings)
        read(vars, ["ansible_host", "ansible_ssh_host"], \.address, into: &settings) {
            HostName.address($0)
        }
        readConnection(of: vars, into: &settings)
        readBecome(of: vars, into: &settings)
        return settings
    }

    private mutating func readHostKeyChecking(
        of vars: Variables, into settings: inout HostSettings
    ) {
        let names = ["ansible_host_key_checking", "ansible_ssh_host_key_checking"]
        guard let checks = flag(vars, names), !checks.value, settings.hostKeys == nil else {
            return
        }
        settings.hostKeys = Placed(.off, at: checks.place)
    }

    private mutating func readKey(of vars: Variables, into settings: inout HostSettings) {
        let names = ["ansible_private_key_file", "ansible_ssh_private_key_file"]
        guard let file = text(vars, names, isMoot: { $0.keys?.isTyped ?? false }) else { return }
        add(key: file, to: &settings)
    }

    /// Adds a key to those that are tried.
    mutating func add(key file: Placed<String>, to settings: inout HostSettings) {
        let before = settings.keys?.value ?? []
        settings.keys = Placed(before + [key(file.value)], at: settings.keys?.place ?? file.place)
    }

    /// Names the key in that file.
    private mutating func key(_ file: String) -> String {
        if keyNames.insert(file).inserted {
            let path = PathBase(of: "", home: home).resolve(file)
            // ssh asks for a passphrase where a key has one.
            keys.append(
                InventoryKey(name: file, source: .file(path: path, passphrase: .prompt)))
        }
        return file
    }

    private mutating func readConnection(of vars: Variables, into settings: inout HostSettings) {
        let connection = text(vars, ["ansible_connection"], isMoot: AnsibleAccess.never)
        switch connection?.value.replacing("ansible.builtin.", with: "") {
        case "local":
            settings.transport = Placed(.local, at: connection?.place)
            return
        case nil, "ssh", "smart", "paramiko", "paramiko_ssh": break
        case let name?:
            refuse(
                .unsupported, Placed(name, at: connection?.place),
                "Ansible's connection '\(name)' is not to be had here",
                remedy: "Flotilla speaks ssh; leave such hosts out with -l")
            return
        }
        for name in ["ansible_password", "ansible_ssh_pass", "ansible_ssh_password"] {
            guard let password = vars[name], password.value != .null else { continue }
            refuse(
                .unsupported, password, "'\(name)' is a password in a file, and not read here",
                remedy: "ask for it with -k, or give the host a key",
                isMoot: { $0.password?.isTyped ?? false })
        }
    }

    private static func seconds(_ text: String) -> Duration? {
        Int(text).flatMap { 1...86_400 ~= $0 ? .seconds($0) : nil }
    }
}

extension Placed {
    /// Whether it is from the command line.
    var isTyped: Bool { place == nil }
}
