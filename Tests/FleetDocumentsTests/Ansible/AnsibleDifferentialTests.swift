import FleetCore
import FleetDocuments
import Foundation
import Testing

@Suite(
    "Inventories made up, read by Ansible and by us",
    .ansible, .timeLimit(.minutes(10)))
struct AnsibleDifferentialTests {
    private static let environment = ProcessInfo.processInfo.environment
    /// How many inventories each of the parts makes.
    private static let count =
        environment["FLOTILLA_INVENTORIES"].flatMap(Int.init).map { max(1, $0 / 4) } ?? 400
    private static let seed = environment["FLOTILLA_SEED"].flatMap(UInt64.init) ?? 1

    @Test("are the same to both: hosts, groups, variables, patterns, or refused", arguments: 0..<4)
    func agree(part: UInt64) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        var made: [AnsibleInventoryGenerator.Made] = []
        var questions: [AnsibleOracle.Question] = []
        for index in 0..<AnsibleDifferentialTests.count {
            let seed = AnsibleDifferentialTests.seed &* 1_000_003 &+ part << 32 &+ UInt64(index)
            var generator = AnsibleInventoryGenerator(seed: seed)
            let inventory = generator.make()
            let path = try folder.file("\(index)/inventory.yaml", inventory.text)
            for (name, text) in inventory.files { try folder.file("\(index)/\(name)", text) }
            made.append(inventory)
            questions.append(.init(sources: [path], patterns: inventory.patterns))
        }
        let answers = try await AnsibleOracle.ask(questions, in: folder.path)
        var accepted = 0
        for (index, answer) in answers.enumerated() {
            let comment: Comment =
                "part \(part), inventory \(index):\n\(made[index].text)\(made[index].files)"
            if AnsibleDifferentialTests.compare(questions[index], answer, comment) { accepted += 1 }
        }
        // Both kinds must be frequent, or nothing is compared.
        #expect(accepted * 2 > answers.count)
        #expect(accepted < answers.count)
    }

    @Test("are the same to both where there are several, also in a folder")
    func agreeOnSeveral() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        var texts: [String] = []
        var questions: [AnsibleOracle.Question] = []
        for index in 0..<(AnsibleDifferentialTests.count / 2) {
            let seed = AnsibleDifferentialTests.seed &* 7_000_003 &+ UInt64(index)
            var generator = AnsibleInventoryGenerator(seed: seed)
            let (first, second) = (generator.make(), generator.make())
            let isFolder = index.isMultiple(of: 2)
            let names = isFolder ? ["1.yaml", "sub/2.yml"] : ["a/inventory", "b/inventory.json"]
            let paths = try zip(names, [first, second]).map { name, made in
                try folder.file("\(index)/\(name)", made.text)
            }
            for (name, text) in first.files {
                try folder.file(isFolder ? "\(index)/\(name)" : "\(index)/a/\(name)", text)
            }
            for (name, text) in second.files where !isFolder {
                try folder.file("\(index)/b/\(name)", text)
            }
            texts.append("\(first)\n\(second)")
            questions.append(
                .init(
                    sources: isFolder ? ["\(folder.path)/\(index)"] : paths,
                    patterns: first.patterns))
        }
        let answers = try await AnsibleOracle.ask(questions, in: folder.path)
        #expect(answers.contains { $0.list != nil } && answers.contains { $0.list == nil })
        for (index, answer) in answers.enumerated() {
            _ = AnsibleDifferentialTests.compare(
                questions[index], answer, "pair \(index):\n\(texts[index])")
        }
    }

    /// Compares what is made of one inventory; gives whether it was accepted.
    private static func compare(
        _ question: AnsibleOracle.Question, _ answer: AnsibleOracle.Answer, _ comment: Comment
    ) -> Bool {
        let inventory: Inventory
        do throws(InventoryError) {
            inventory = try Inventory.load(question.sources, home: "/home/me")
        } catch {
            #expect(answer.list == nil, "we refuse: \(error)\n\(comment)")
            return false
        }
        #expect(answer.error == nil, comment)
        guard answer.error == nil else { return false }
        expectSame(InventoryJSON(inventory).description, answer.list ?? "", comment)
        expectSame(GroupGraph(inventory)?.description ?? "", answer.graph ?? "", comment)
        for (pattern, theirs) in zip(question.patterns, answer.hosts) {
            guard let ours = hosts(of: pattern, in: inventory) else { continue }
            #expect(ours == theirs ?? [], "\(pattern)\n\(comment)")
        }
        return true
    }

    /// Compares line by line, for the whole would be too long to read.
    private static func expectSame(_ ours: String, _ theirs: String, _ comment: Comment) {
        guard ours != theirs else { return }
        let lines = (ours.split(separator: "\n"), theirs.split(separator: "\n"))
        let first = zip(lines.0, lines.1).enumerated().first { $0.element.0 != $0.element.1 }
        let line = first?.offset ?? min(lines.0.count, lines.1.count)
        let range = max(line - 6, 0)..<(line + 2)
        func part(_ lines: [Substring]) -> String {
            lines[range.clamped(to: lines.indices)].joined(separator: "\n")
        }
        Issue.record("ours:\n\(part(lines.0))\ntheirs:\n\(part(lines.1))\n\(comment)")
    }

    /// The hosts that a pattern chooses; `nil` where a name in it is unknown, which Ansible passes over.
    private static func hosts(of pattern: String, in inventory: Inventory) -> [String]? {
        do throws(PatternError) {
            return try HostPattern(pattern).hosts(in: inventory).map(\.id.name)
        } catch {
            return error.code == .unknownName ? nil : []
        }
    }
}
