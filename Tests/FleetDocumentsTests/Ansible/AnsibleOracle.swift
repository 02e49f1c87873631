import Foundation
import Testing

extension Trait where Self == ConditionTrait {
    /// Skips where Ansible isn't installed; in CI it runs, and fails, all the same.
    static var ansible: ConditionTrait {
        let isThere = FileManager.default.isExecutableFile(atPath: "/usr/bin/ansible-inventory")
        let isCI = ProcessInfo.processInfo.environment["CI"] != nil
        return .enabled(if: isThere || isCI, "Debian's ansible-core is not installed")
    }
}

/// Debian's Ansible, asked what it makes of many inventories at once: Python starts slowly.
enum AnsibleOracle {
    /// What is asked about one inventory.
    struct Question: Codable {
        let sources: [String]
        let patterns: [String]
    }

    /// What Ansible makes of it.
    struct Answer: Codable {
        /// What `ansible-inventory --list` prints, keys sorted; `nil` where it refuses the inventory.
        let list: String?
        /// What `ansible-inventory --graph` prints.
        let graph: String?
        /// The names of the hosts that each pattern chooses; `nil` where it can't be one.
        let hosts: [[String]?]
        /// Why it refuses.
        let error: String?
    }

    /// Asks in a process of its own, with `plugins` as the kinds of inventories that are tried.
    static func ask(
        _ questions: [Question], in folder: String, plugins: String = "yaml"
    ) async throws -> [Answer] {
        try JSONEncoder().encode(questions)
            .write(to: URL(fileURLWithPath: "\(folder)/questions.json"))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = ["-c", program, folder]
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.environment = [
            "PATH": "/usr/bin:/bin", "HOME": folder, "LC_ALL": "C.UTF-8",
            "ANSIBLE_INVENTORY_ENABLED": plugins,
            "ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED": "1",
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        let errors = "\(folder)/errors.txt"
        try Data().write(to: URL(fileURLWithPath: errors))
        process.standardError = FileHandle(forWritingAtPath: errors)
        try await withCheckedThrowingContinuation { (ended: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in ended.resume() }
            do { try process.run() } catch { ended.resume(throwing: error) }
        }
        guard process.terminationStatus == 0 else {
            throw Failure(text: try String(contentsOfFile: errors, encoding: .utf8))
        }
        let answers = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/answers.json"))
        return try JSONDecoder().decode([Answer].self, from: answers)
    }

    /// Why the oracle can't be asked.
    struct Failure: Error { let text: String }

    /// What `ansible-inventory` and `ansible --list-hosts` do, for each question.
    ///
    /// Ansible keeps groups in sets, and so gives the hosts of a group's grandchildren in the order of chance. Here
    /// it walks them in their order: one that it may give.
    private static let program = #"""
        import json, sys
        from itertools import chain
        from ansible.cli.inventory import InventoryCLI
        from ansible.inventory.group import Group
        from ansible.inventory.manager import InventoryManager
        from ansible.parsing.dataloader import DataLoader
        from ansible.utils.display import Display
        from ansible.vars.manager import VariableManager

        def walk(self, rel, include_self=False, preserve_ordering=False):
            level = ([self] if include_self else []) + list(getattr(self, rel))
            ordered, seen = list(level), set()
            while level:
                seen.update(level)
                found = dict.fromkeys(chain.from_iterable(getattr(g, rel) for g in level))
                level = [g for g in found if g not in seen]
                ordered += level
            return ordered if preserve_ordering else seen

        Group._walk_relationship = walk
        Display.warning = Display.display = lambda *_, **__: None
        cli = InventoryCLI(["ansible-inventory", "--list"])
        cli.parse()

        def hosts(inventory, pattern):
            try:
                return [host.name for host in inventory.get_hosts(pattern)]
            except Exception:
                return None

        def answer(question):
            try:
                loader = DataLoader()
                cli.inventory = InventoryManager(loader=loader, sources=question["sources"])
                cli.loader, cli.vm = loader, VariableManager(loader=loader, inventory=cli.inventory)
                top = cli.inventory.groups["all"]
                listed = json.loads(cli.dump(cli.json_inventory(top)))
                text = json.dumps(listed, sort_keys=True, indent=4, ensure_ascii=False) + "\n"
                graph = "\n".join(cli._graph_group(top)) + "\n"
            except Exception as error:
                return {"hosts": [], "error": str(error)}
            found = [hosts(cli.inventory, pattern) for pattern in question["patterns"]]
            return {"list": text, "graph": graph, "hosts": found}

        folder = sys.argv[1]
        questions = json.load(open(folder + "/questions.json"))
        with open(folder + "/answers.json", "w") as file:
            json.dump([answer(question) for question in questions], file)
        """#
}
