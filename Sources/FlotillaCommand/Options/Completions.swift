import ArgumentParser
import FleetCore
import FleetDocuments
import FleetRecord
import Flotilla
import Foundation

/// What the shell offers for a half-typed word, from the inventory and the runs that the rest of the line names.
///
/// Where they can't be read there is nothing to offer: a shell that completes has no place for a message, and the
/// command itself will give it.
enum Completions {
    /// Hosts and groups, also behind the separators of a pattern: `web:!we`.
    static let pattern = CompletionKind.custom { words, _, prefix in
        let head = prefix.lastIndex { ":,&!".contains($0) }.map { String(prefix[...$0]) } ?? ""
        guard let inventory = await inventory(of: words) else { return [] }
        let names = ["all"] + inventory.groups.map(\.name) + inventory.hosts.map(\.id.name)
        return names.map { head + $0 }
    }

    /// The inventory's scripts, and files.
    static let script = CompletionKind.custom { words, _, prefix in
        let scripts = await inventory(of: words)?.scripts.map(\.name.name) ?? []
        return scripts + files(prefix)
    }

    /// The steps of the playbook that the line names.
    static let playbookStep = CompletionKind.custom { words, _, _ in
        let paths = words.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }
        for path in paths.reversed() {
            do {
                let book = try Playbook.load(path, home: NSHomeDirectory())
                return book.plays.flatMap(\.steps).map(\.id.name)
            } catch {
                // An inventory, perhaps: the playbook is another of the words.
                continue
            }
        }
        return []
    }

    /// The ids of the runs that are kept, newest first.
    static let run = CompletionKind.custom { words, _, _ in
        let environment = ProcessInfo.processInfo.environment
        do {
            let path = values(of: ["--log-dir"], in: words).last
            let store = try path.map { RunStore(path: $0) } ?? RunStore(environment: environment)
            return try ["last"] + store.runs().map(\.text)
        } catch {
            return []
        }
    }

    private static func inventory(of words: [String]) async -> Inventory? {
        var wish = RunWish()
        wish.inventories = values(of: ["-i", "--inventory"], in: words)
        // Nobody waits longer for a word.
        wish.inventoryTimeout = .seconds(2)
        do {
            return try await RunPlanner().inventory(for: wish)
        } catch {
            return nil
        }
    }

    /// The values of an option, as `-i fleet.yaml` and `--inventory=fleet.yaml`.
    private static func values(of names: [String], in words: [String]) -> [String] {
        words.indices.compactMap { index in
            if names.contains(words[index]) {
                return words.indices.contains(index + 1) ? words[index + 1] : nil
            }
            let name = names.first { words[index].hasPrefix("\($0)=") }
            return name.map { String(words[index].dropFirst($0.count + 1)) }
        }
    }

    /// The files in the folder that `prefix` is about; hidden ones stay so.
    private static func files(_ prefix: String) -> [String] {
        let folder = prefix.lastIndex(of: "/").map { String(prefix[...$0]) } ?? ""
        do {
            let names = try FileManager.default.contentsOfDirectory(
                atPath: folder.isEmpty ? "." : folder)
            return names.filter { !$0.hasPrefix(".") }.map { name in
                var isFolder: ObjCBool = false
                _ = FileManager.default.fileExists(atPath: folder + name, isDirectory: &isFolder)
                return folder + name + (isFolder.boolValue ? "/" : "")
            }
        } catch {
            return []
        }
    }
}
