import FleetCore
import FleetDocuments
import Testing

/// The mistakes of a playbook, each on one line.
private func playbookMistakes(_ text: String) -> [String] {
    do throws(PlaybookError) {
        _ = try Playbook.parse(text, named: "p")
        return []
    } catch {
        return error.diagnostics.map(\.description)
    }
}

@Suite("A playbook")
struct PlaybookTests {
    @Test("is read with all that it says")
    func isRead() throws {
        let book = try Playbook.parse(
            """
            - name: patch the web servers
              hosts: web:!web3
              serial: [1, 10%, 100%]
              max_fail_percentage: 20
              on_failure: abort
              idle_timeout: 1m
              steps:
                - name: Check it
                  script: scripts/check.sh
                  args: [-v, "${role}", "$${x}"]
                  env: { ROLE: "x${role}y" }
                  on_failure: continue
                - parallel:
                    - command: uptime
                    - command: /usr/bin/uptime -p
                      timeout: 5s
                - script: patch
                  when:
                    - { step: Check it, is_not: [ok, skipped] }
                    - { step: Check it, exit: [1, 2] }
                  reboot: { expected: 10m }
                  retries: 2
                  delay: 3s
                  run_once: true
            - { hosts: all, any_errors_fatal: true, per_host: 2, steps: [{ command: "true" }] }
            """, named: "books/p.yaml")
        let play = try #require(book.plays.first)
        #expect(play.name == "patch the web servers")
        #expect(play.pattern.value.text == "web:!web3")
        #expect(play.fleet.serial?.value == [.count(1), .percent(10), .percent(100)])
        #expect(play.fleet.maxFail?.value == .percent(20))
        #expect(
            play.stages.map { $0.map(\.id.name) } == [
                ["Check_it"], ["uptime", "uptime+2"], ["patch"],
            ])
        let steps = play.steps
        #expect(steps.map(\.onFailure) == [.continue, .abort, .abort, .abort])
        #expect(
            steps[0].work.value == .script("scripts/check.sh", path: "books/scripts/check.sh"))
        let arguments = steps[0].arguments?.map { $0.value.filled { "<\($0)>" } }
        #expect(arguments == ["-v", "<role>", "${x}"])
        #expect(steps[0].environment.map { $0.value.value.names } == [["role"]])
        #expect(steps[2].job.timeout?.value == .within(.seconds(5)))
        #expect(steps[3].job.onReboot?.value == .expected(within: .seconds(600)))
        #expect(steps[3].job.delay?.value == .seconds(3))
        #expect(steps[3].runsOnce)
        #expect(
            steps[3].conditions.map(\.value.description) == [
                "'Check_it' is not ok or skipped", "'Check_it' exits with 1 or 2",
            ])
        #expect(book.plays[1].isEndedByAnyFailure && book.plays[1].perHost?.value == 2)
    }

    @Test("may be one play without a list")
    func onePlay() throws {
        let book = try Playbook.parse("hosts: web\nsteps:\n- command: uptime\n")
        #expect(book.plays.map(\.name) == ["web"])
    }

    @Test(
        "with a mistake is told with its place, what is wrong, what to do, and a code",
        arguments: [
            (
                "",
                "p: this file has no content; write a play: '- hosts: web', and below it 'steps:' [playbook.empty]"
            ),
            ("[]", "p:1:1: there is no play; write '- hosts: web' [playbook.empty]"),
            (
                "- {host: a, steps: [{command: x}]}",
                "p:1:4: a play has no key 'host'; did you mean 'hosts'? [playbook.unknown-key]"
            ),
            (
                "- {hosts: a}",
                "p:1:3: this play has no 'steps'; add 'steps:' [playbook.missing-key]"
            ),
            (
                "- {hosts: a, steps: []}",
                "p:1:21: 'steps' must be a list of steps; write '- script: NAME' or '- command: TEXT', one a line [playbook.wrong-shape]"
            ),
            ("- {hosts: '~[', steps: [{command: x}]}", "p:1:11: 'hosts': "),
            (
                "- {hosts: a, serial: 0, steps: [{command: x}]}",
                "p:1:22: a batch of no hosts; write 1 or more [playbook.bad-value]"
            ),
            (
                "- {hosts: a, max_fail: 1, max_fail_percentage: 1, steps: [{command: x}]}",
                "p:1:3: this play has 'max_fail' and 'max_fail_percentage'; keep one of them [playbook.conflict]"
            ),
            (
                "- {hosts: a, steps: [{comand: x}]}",
                "p:1:23: a step has no key 'comand'; did you mean 'command'? [playbook.unknown-key]"
            ),
            (
                "- {hosts: a, steps: [{command: x, script: y}]}",
                "p:1:22: a step does one thing, and this one 2; write one of 'script: NAME', 'command: TEXT', 'push:' and 'fetch:' [playbook.conflict]"
            ),
            (
                "- {hosts: a, steps: [{name: x}]}",
                "p:1:22: a step does one thing, and this one 0; write one of 'script: NAME', 'command: TEXT', 'push:' and 'fetch:' [playbook.missing-key]"
            ),
            (
                "- {hosts: a, steps: [{command: x, args: [y]}]}",
                "p:1:35: a command takes no 'args'; write them behind the command, as in a shell [playbook.conflict]"
            ),
            (
                "- {hosts: a, steps: [{command: x, timeout: 5}]}",
                "p:1:44: 'timeout' can't be '5'; write a number and its unit: 90s, 5m, 1h30m or 500ms, or none [playbook.bad-value]"
            ),
            (
                "- {hosts: a, steps: [{script: x, args: ['${y']}]}",
                "p:1:41: '${y' holds '${' without a name and a '}'; write ${name}, or $${ for the two characters themselves [playbook.bad-value]"
            ),
            (
                "- {hosts: a, steps: [{command: x, on_failure: stopp}]}",
                "p:1:47: 'on_failure' can't be 'stopp'; did you mean 'stop'? [playbook.bad-value]"
            ),
            (
                "- {hosts: a, steps: [{command: x, fanout: 2}]}",
                "p:1:35: a step has no key 'fanout'; it belongs to a play [playbook.unknown-key]"
            ),
            (
                "- {hosts: a, steps: [{command: x, reboot: report, on_reboot: report}]}",
                "p:1:35: 'reboot' and 'on_reboot' are the same; keep one of them [playbook.conflict]"
            ),
        ])
    func mistake(text: String, expected: String) {
        #expect(
            playbookMistakes(text).contains { $0.hasPrefix(expected) }, "\(playbookMistakes(text))")
    }

    @Test(
        "with a step that can never run says so before anything is run",
        arguments: [
            (
                "{ step: chek, is: ok }",
                "5:45: there is no step 'chek'; did you mean 'check'? [playbook.unknown-step]"
            ),
            (
                "{ step: mend, is: ok }",
                "5:45: 'mend' waits for itself; name a step that stands before it [playbook.unknown-step]"
            ),
            (
                "{ step: last, is: ok }",
                "5:45: 'last' comes only after 'mend'; name a step that stands before it [playbook.unknown-step]"
            ),
            (
                "{ step: strict, is: failed }",
                "5:45: 'mend' can never run: a host goes on behind 'strict' only when it is ok (on_failure: stop); add 'on_failure: ignore' to 'strict' [playbook.never-runs]"
            ),
            (
                "{ step: strict, exit: 3 }",
                "5:45: 'mend' can never run: a host goes on behind 'strict' only when it is ok (on_failure: stop); add 'on_failure: ignore' to 'strict' [playbook.never-runs]"
            ),
            (
                "{ step: strict, is: skipped }",
                "5:45: 'mend' can never run: 'strict' is never skipped on a host that goes on; give 'strict' a 'when' [playbook.never-runs]"
            ),
            (
                "[{ step: check, is: ok }, { step: check, is: failed }]",
                "5:71: 'mend' can never run: its conditions on 'check' exclude each other; one 'is: [ok, failed]' means either [playbook.never-runs]"
            ),
            (
                "{ step: check, is: fialed }",
                "5:56: 'is' can't be 'fialed'; did you mean 'failed'? [playbook.bad-value]"
            ),
            (
                "{ step: check }",
                "5:37: a condition asks one thing, not 0; write { step: NAME, is: failed }, with 'is', 'is_not' or 'exit' [playbook.missing-key]"
            ),
        ])
    func neverRuns(when: String, expected: String) {
        let text = """
            - hosts: a
              steps:
              - { name: check, command: x, on_failure: continue }
              - { name: strict, command: x }
              - { name: mend, command: y, when: \(when) }
              - { name: last, command: z }
            """
        #expect(playbookMistakes(text) == ["p:\(expected)"])
    }

    @Test("tells two steps of one name, and those of one group that wait for each other")
    func names() {
        let twice = playbookMistakes(
            "- {hosts: a, steps: [{name: x, command: y}, {name: x, command: z}]}")
        #expect(
            twice == [
                "p:1:52: another step is named 'x' (p:1:29); name them apart, or their logs and "
                    + "conditions can't be told apart [playbook.same-step-twice]"
            ])
        let group = """
            - hosts: a
              steps:
              - parallel:
                - { name: one, command: x }
                - { name: two, command: y, when: { step: one, is: ok } }
            """
        #expect(
            playbookMistakes(group).first?.contains("'one' runs at the same time as 'two'") == true)
    }

    @Test("tells all its mistakes at once, in the order of the file, with the line and a caret")
    func allAtOnce() {
        do throws(PlaybookError) {
            _ = try Playbook.parse(
                "- hosts: a\n  steps:\n  - comand: x\n  - {command: y, tty: 3}\n")
            Issue.record("it was taken")
        } catch {
            #expect(error.diagnostics.map { $0.place.position?.line } == [3, 4])
            #expect(error.description.contains("\n    - comand: x\n      ^"))
        }
    }
}
