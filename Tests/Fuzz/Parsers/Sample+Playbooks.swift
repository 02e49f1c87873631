/// Playbooks, each with one thing that they can say.
extension Sample {
    static let playbooks = steps.map { "- hosts: web\n  steps:\n  - \($0)\n" } + plays

    private static let steps = [
        "script: patch", "command: uptime -p", "{ script: s.sh, args: [-q, 'a b', '${role}'] }",
        "{ name: first, command: 'true' }", "{ command: a, env: { A: '${x}', B: 1 } }",
        "{ push: { file: a.conf, to: /etc/a.conf, mode: '0644' } }", "fetch: /var/log/a",
        "{ fetch: { file: '/var/${x}' }, name: get }",
        "{ command: a, timeout: 5m, idle_timeout: none }",
        "{ command: a, reboot: expected }",
        "{ script: a, on_reboot: { rerun: 3 }, retries: 2, delay: 1s }",
        "{ command: a, become: root, tty: true, split_stderr: yes }",
        "{ command: a, run_once: true }",
        "{ command: a, on_failure: ignore }", "{ parallel: [ { command: a }, { script: b } ] }",
        "{ name: a, command: b }\n  - { command: c, when: a }",
        "{ name: a, command: b }\n  - { command: c, when: { step: a, is: failed } }",
        "{ name: a, command: b }\n  - { command: c, when: [ { step: a, is_not: [ok, lost] } ] }",
        "{ name: a, command: b }\n  - { command: c, when: { step: a, exit: [0, 3] } }",
        "{ command: c, when: { step: nowhere } }", "{ script: a, command: b }", "{ comand: a }",
        "{ command: a, args: [b] }", "{ push: { file: a }, env: { A: b } }",
        "command: |\n      a\n      b",
    ]

    private static let plays = [
        "hosts: all\nsteps: [ { command: a } ]\n",
        "- { hosts: [web, '!web1'], steps: [ { command: a } ] }",
        "- { name: p, hosts: 'web:&prod', fanout: 3, serial: [1, 50%], steps: [ { command: a } ] }",
        "- { hosts: a, max_fail: 1, per_host: 2, steps: [ { command: a } ] }",
        "- { hosts: a, max_fail_percentage: 10, any_errors_fatal: true, steps: [ { command: a } ] }",
        "- { hosts: a, on_failure: abort, timeout: 1h, reconnect_for: forever, steps: [ { script: a } ] }",
        "- { hosts: a, steps: [ { command: x } ] }\n- { hosts: b, steps: [ { command: x } ] }\n",
        "- &p { hosts: a, steps: &s [ { command: x } ] }\n- { <<: *p, steps: *s }\n",
        "- { hosts: '~web[12]', steps: [ ] }", "- { steps: [ { command: a } ] }", "[]",
        "- import: x\n",
    ]
}
