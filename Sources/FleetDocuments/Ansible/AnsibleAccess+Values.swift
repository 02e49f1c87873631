/// The values of Ansible's variables, as far as they can be known without Ansible.
extension AnsibleAccess {
    /// A variable that the command line can't say.
    static let never: @Sendable (HostSettings) -> Bool = { _ in false }

    /// Notes what can't be had.
    mutating func refuse<Value>(
        _ code: DiagnosticCode, _ variable: Placed<Value>, _ problem: String, remedy: String,
        isMoot: @escaping @Sendable (HostSettings) -> Bool = never
    ) {
        let place = variable.place ?? SourcePlace(file: "-i")
        refusals.append(
            Refusal(
                mistake: Diagnostic(code, at: place, problem, remedy: remedy), isMoot: isMoot))
    }

    /// Reads the last variable of `names` that there is with `parse`, unless there is a value already.
    mutating func read<Value>(
        _ vars: Variables, _ names: [String],
        _ path: WritableKeyPath<HostSettings, Placed<Value>?> & Sendable,
        into settings: inout HostSettings,
        _ parse: (String) -> Value?
    ) {
        let isMoot: @Sendable (HostSettings) -> Bool = { $0[keyPath: path]?.isTyped ?? false }
        guard settings[keyPath: path] == nil, let text = text(vars, names, isMoot: isMoot) else {
            return
        }
        guard let value = parse(text.value) else {
            return refuse(
                .badValue, text, "'\(name(vars, names))' can't be '\(text.value)'",
                remedy: "correct it", isMoot: isMoot)
        }
        settings[keyPath: path] = Placed(value, at: text.place)
    }

    /// The text of the last variable of `names` that there is; `nil`, with a note, where only Ansible knows it.
    mutating func text(
        _ vars: Variables, _ names: [String], isMoot: @escaping @Sendable (HostSettings) -> Bool
    ) -> Placed<String>? {
        guard let variable = variable(vars, names) else { return nil }
        let name = name(vars, names)
        switch variable.value {
        case .text(let text):
            guard !AnsibleAccess.isTemplate(text) else {
                refuse(
                    .ansibleOnly, variable,
                    "'\(name)' is a template, which only Ansible can fill in",
                    remedy: "write the value itself", isMoot: isMoot)
                return nil
            }
            return Placed(text, at: variable.place)
        case .unsafe(let text): return Placed(text, at: variable.place)
        case .integer(let number): return Placed(String(number), at: variable.place)
        case .vault:
            refuse(
                .ansibleOnly, variable, "'\(name)' is encrypted, and only Ansible can open it",
                remedy: "write the value itself", isMoot: isMoot)
        case .boolean, .number, .list, .mapping, .null:
            refuse(
                .badValue, variable, "'\(name)' must be a text", remedy: "put it in quotes",
                isMoot: isMoot)
        }
        return nil
    }

    /// A variable that is true or false by any of Ansible's words.
    mutating func flag(_ vars: Variables, _ names: [String]) -> Placed<Bool>? {
        guard let variable = variable(vars, names) else { return nil }
        if case .boolean(let flag) = variable.value { return Placed(flag, at: variable.place) }
        guard let text = text(vars, names, isMoot: AnsibleAccess.never) else { return nil }
        switch text.value.lowercased() {
        case "y", "yes", "on", "1", "true", "t": return Placed(true, at: text.place)
        case "n", "no", "off", "0", "false", "f": return Placed(false, at: text.place)
        default:
            refuse(
                .badValue, variable, "'\(name(vars, names))' can't be '\(text.value)'",
                remedy: "write true or false")
            return nil
        }
    }

    /// Whether Jinja would make something else of the text.
    static func isTemplate(_ text: String) -> Bool {
        // Every value of every host comes by here, and String's own search is slow to begin.
        zip(text.utf8, text.utf8.dropFirst()).contains { first, second in
            first == UInt8(ascii: "{") && "{%#".utf8.contains(second)
        }
    }

    private func name(_ vars: Variables, _ names: [String]) -> String {
        names.last { vars[$0].map { $0.value != .null } ?? false } ?? names[0]
    }

    private func variable(_ vars: Variables, _ names: [String]) -> Variable? {
        let variable = vars[name(vars, names)]
        return variable?.value == .null ? nil : variable
    }
}
