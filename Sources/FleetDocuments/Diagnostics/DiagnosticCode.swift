internal import FleetYAML

/// One cause of a mistake in a document; once released, a code never changes its meaning.
public enum DiagnosticCode: String, Sendable, CaseIterable {
    /// The text is not YAML.
    case syntax = "yaml.syntax"
    /// The bytes are not text.
    case encoding = "yaml.encoding"
    /// A key comes twice in one mapping.
    case duplicateKey = "yaml.duplicate-key"
    /// A key is empty, a list or a mapping.
    case badKey = "yaml.bad-key"
    /// An alias names no anchor that stands before it.
    case unknownAlias = "yaml.unknown-alias"
    /// A `<<` holds no mapping.
    case badMerge = "yaml.bad-merge"
    /// The file holds more than one document.
    case secondDocument = "yaml.second-document"
    /// The text, its nesting or what its aliases stand for is beyond the limits.
    case tooLarge = "yaml.too-large"

    /// The file is missing, a folder, or may not be read.
    case unreadable = "inventory.unreadable"
    /// The file has no content.
    case empty = "inventory.empty"
    /// The file is a program.
    case program = "inventory.program"
    /// An inventory for Ansible that isn't YAML, or configures one of its plugins.
    case ansibleShape = "inventory.ansible-shape"
    /// What only Ansible can make out: a template, or what ansible-vault has encrypted.
    case ansibleOnly = "inventory.ansible-only"
    /// A variable of Ansible's that asks for what this program doesn't have.
    case unsupported = "inventory.unsupported"
    /// A key that its level doesn't have.
    case unknownKey = "inventory.unknown-key"
    /// A mapping, a list or a text where another of them belongs.
    case wrongShape = "inventory.wrong-shape"
    /// A value that its key can't have.
    case badValue = "inventory.bad-value"
    /// A key that must be there is not.
    case missingKey = "inventory.missing-key"
    /// Two keys that exclude each other.
    case conflict = "inventory.conflict"
    /// A host, group, key, script or variable whose name can't be one.
    case badName = "inventory.bad-name"
    /// A host range that can't be expanded.
    case badRange = "inventory.bad-range"
    /// More hosts than an inventory may have.
    case tooManyHosts = "inventory.too-many-hosts"
    /// A name of a group that isn't defined.
    case unknownGroup = "inventory.unknown-group"
    /// A name of a key that isn't defined.
    case undefinedKey = "inventory.undefined-key"
    /// A group that contains itself.
    case groupCycle = "inventory.group-cycle"
    /// A host and a group of the same name.
    case nameClash = "inventory.name-clash"

    /// The playbook is missing, a folder, or may not be read.
    case playbookUnreadable = "playbook.unreadable"
    /// The playbook has no content, or no play.
    case playbookEmpty = "playbook.empty"
    /// A key that its level of a playbook doesn't have.
    case playbookUnknownKey = "playbook.unknown-key"
    /// A mapping, a list or a text where a playbook wants another of them.
    case playbookWrongShape = "playbook.wrong-shape"
    /// A value that its key of a playbook can't have.
    case playbookBadValue = "playbook.bad-value"
    /// A key that must be there in a playbook is not.
    case playbookMissingKey = "playbook.missing-key"
    /// Two keys of a playbook that exclude each other.
    case playbookConflict = "playbook.conflict"
    /// A variable of a step's environment whose name can't be one.
    case playbookBadName = "playbook.bad-name"
    /// Two steps of the same name.
    case sameStepTwice = "playbook.same-step-twice"
    /// A condition on a step that there isn't, or not before.
    case unknownStep = "playbook.unknown-step"
    /// A step whose conditions never hold.
    case neverRuns = "playbook.never-runs"

    init(_ code: YAMLFault.Code) {
        self =
            switch code {
            case .syntax: .syntax
            case .encoding: .encoding
            case .duplicateKey: .duplicateKey
            case .badKey: .badKey
            case .unknownAlias: .unknownAlias
            case .badMerge: .badMerge
            case .secondDocument: .secondDocument
            case .tooLarge: .tooLarge
            }
    }
}
