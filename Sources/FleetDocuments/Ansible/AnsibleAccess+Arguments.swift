internal import FleetCore

/// What Ansible hands to the `ssh` program, in settings of our own.
extension AnsibleAccess {
    /// Reads the arguments in the variable of that name.
    mutating func readArguments(
        _ name: String, of vars: Variables, into settings: inout HostSettings
    ) {
        guard let arguments = text(vars, [name], isMoot: AnsibleAccess.never) else { return }
        guard let words = ShellWords.split(arguments.value) else {
            return refuse(
                .badValue, arguments, "a quote in '\(name)' isn't closed", remedy: "close it")
        }
        for option in SSHOption.options(in: words) {
            guard !read(option, at: arguments.place, into: &settings) else { continue }
            refuse(
                .unsupported, arguments,
                "'\(name)' holds '\(option)', which is not heeded here",
                remedy: "take it out, or leave such hosts out with -l")
        }
    }

    /// Reads one option; `false` where it would change what we can't change.
    private mutating func read(
        _ option: SSHOption, at place: SourcePlace?, into settings: inout HostSettings
    ) -> Bool {
        func set<Value>(
            _ path: WritableKeyPath<HostSettings, Placed<Value>?>, _ value: Value?
        ) -> Bool {
            guard let value else { return false }
            if settings[keyPath: path] == nil { settings[keyPath: path] = Placed(value, at: place) }
            return true
        }
        let value = option.value
        switch option.name {
        case "hostname": return set(\.address, HostName.address(value))
        case "port": return set(\.port, UInt16(value).flatMap { $0 > 0 ? $0 : nil })
        case "user": return set(\.user, LoginName.checked(value))
        case "identityfile":
            add(key: Placed(value, at: place), to: &settings)
            return true
        case "connecttimeout": return set(\.connectTimeout, Int(value).map { .seconds($0) })
        case "stricthostkeychecking": return set(\.hostKeys, HostKeyPolicy(ofSSH: value))
        case "userknownhostsfile":
            let paths = value.split(separator: " ").map(String.init)
            return set(\.knownHosts, paths.map { PathBase(of: "", home: home).resolve($0) })
        case "proxyjump":
            return set(\.jump, value.split(separator: ",").map(String.init))
        case "bindaddress": return set(\.bindAddress, HostName.isNumeric(value) ? value : nil)
        default: return SSHOption.withoutEffect.contains(option.name)
        }
    }
}
