import FleetCore
import FleetDocuments
import Testing

@Suite("A step that copies files")
struct PlaybookCopyTests {
    private func steps(_ steps: String, named file: String = "books/p") throws -> [PlaybookStep] {
        let text = "- hosts: a\n  steps:\n\(steps)\n"
        return try Playbook.parse(text, named: file, home: "/home/ops").plays.flatMap(\.steps)
    }

    @Test("is read with its paths, those of a push beside the playbook, and what holds for it")
    func isRead() throws {
        let steps = try steps(
            """
              - { push: { file: conf/app.conf, to: /etc/app.conf, mode: 0640 }, timeout: 5m, retries: 2 }
              - { name: home, push: { file: ~/x, to: 'y/${role}' } }
              - { fetch: '/var/log/${role}.log', run_once: true }
              - fetch: { file: ~/app.log }
            """, named: "${odd}/p")
        #expect(
            steps.map(\.id.name) == ["push-app.conf", "home", "fetch-__role_.log", "fetch-app.log"])
        guard case .push(let file, let target, let mode) = steps[0].work.value else {
            Issue.record("no push")
            return
        }
        #expect(file.value.names.isEmpty)
        #expect(file.value.filled { _ in nil } == "${odd}/conf/app.conf")
        #expect(target.value.text == "/etc/app.conf")
        #expect(mode?.description == "0640")
        #expect(steps[0].job.timeout?.value == .within(.seconds(300)))
        #expect(steps[0].job.retries?.value == 2)
        #expect(steps[1].variableTexts.map(\.value.text) == ["/home/ops/x", "y/${role}"])
        #expect(steps[2].variableTexts.map(\.value.names) == [["role"]])
        #expect(steps[2].runsOnce)
        #expect(steps[3].variableTexts.map(\.value.text) == ["~/app.log"])
    }

    @Test(
        "with a mistake is told with its place, what is wrong, what to do, and a code",
        arguments: [
            (
                "push: x",
                "3:13: 'push' must be a mapping, not a text; write { file: PATH, to: PATH }, and 'mode: 0644' where it is to have another [playbook.wrong-shape]"
            ),
            (
                "push: { file: x }",
                "3:13: this 'push' doesn't say where 'to'; write { file: PATH, to: PATH }, and 'mode: 0644' where it is to have another [playbook.missing-key]"
            ),
            ("push: { to: x }", "3:13: this 'push' doesn't say which 'file'; "),
            (
                "push: { file: x, too: y }",
                "3:24: 'push' has no key 'too'; did you mean 'to'? [playbook.unknown-key]"
            ),
            (
                "push: { file: x, to: y, mode: 888 }",
                "3:37: 'mode' can't be '888'; write three or four octal digits, such as 0644 [playbook.bad-value]"
            ),
            (
                "push: { file: '', to: y }",
                "3:21: 'file' can't be ''; write a path [playbook.bad-value]"
            ),
            ("push: { file: '${x', to: y }", "3:21: '${x' holds '${' without a name and a '}'; "),
            (
                "fetch: {}",
                "3:14: this 'fetch' doesn't say which 'file'; write the file's path on the host [playbook.missing-key]"
            ),
            ("fetch: { file: x, to: y }", "3:25: 'fetch' has no key 'to'; it belongs to 'push'"),
            ("fetch:", "3:14: 'fetch' has no value; "),
            ("fetch: x, command: y", "3:5: a step does one thing, and this one 2; "),
            (
                "fetch: x, args: [y]",
                "3:17: 'args' is about scripts, and this step copies files; leave it out [playbook.conflict]"
            ),
            ("fetch: x, env: { Y: z }", "3:17: 'env' is about scripts"),
            ("fetch: x, tty: true", "3:17: 'tty' is about scripts"),
            ("fetch: x, reboot: report", "3:17: 'reboot' is about scripts"),
            ("fetch: x, idle_timeout: 5s", "3:17: 'idle_timeout' is about scripts"),
            (
                "fetch: x, become: true",
                "3:17: files are copied as the user who logs in, not as another; leave 'become' out, and move the copy by a command that has it [playbook.conflict]"
            ),
        ])
    func mistake(step: String, expected: String) {
        let error = #expect(throws: PlaybookError.self) {
            _ = try Playbook.parse("- hosts: a\n  steps:\n  - { \(step) }\n", named: "p")
        }
        let told = error?.diagnostics.map(\.description) ?? []
        #expect(told.count == 1 && told[0].hasPrefix("p:\(expected)"), "\(told)")
    }
}
