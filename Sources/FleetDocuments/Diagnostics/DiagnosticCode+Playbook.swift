extension Diagnostic {
    /// The same mistake, made in a playbook: what reads both documents knows the inventory's codes.
    var ofPlaybook: Diagnostic {
        let suffix = code.rawValue.trimmingPrefix("inventory.")
        guard let code = DiagnosticCode(rawValue: "playbook.\(suffix)") else { return self }
        return Diagnostic(code, at: place, problem, remedy: remedy, line: line)
    }
}
