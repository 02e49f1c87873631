import FleetDocuments
import FleetRecord
import Foundation

/// Keys as an inventory names them, and as a run's folder keeps them.
extension RequestedKey {
    /// Writes a key down; paths become absolute, for a run may be resumed from another folder.
    init(_ source: InventoryKey.Source) {
        switch source {
        case .agent: self = .agent
        case .file(let path, let passphrase):
            self = .file(path.absolutePath, passphrase: passphrase.map { Passphrase($0) })
        }
    }

    /// The key as an inventory would name it.
    var source: InventoryKey.Source {
        switch self {
        case .agent: .agent
        case .file(let path, let passphrase):
            .file(path: path, passphrase: passphrase.map { $0.source })
        }
    }
}

extension RequestedKey.Passphrase {
    init(_ source: PassphraseSource) {
        switch source {
        case .environment(let name): self = .environment(name)
        case .file(let path): self = .file(path.absolutePath)
        case .command(let command): self = .command(command)
        case .prompt: self = .prompt
        }
    }

    var source: PassphraseSource {
        switch self {
        case .environment(let name): .environment(name)
        case .file(let path): .file(path: path)
        case .command(let command): .command(command)
        case .prompt: .prompt
        }
    }
}

extension String {
    /// This path, absolute; one that begins with `~/` stays, for whoever reads it knows the home.
    var absolutePath: String {
        hasPrefix("~/") ? self : URL(fileURLWithPath: self).path
    }
}
