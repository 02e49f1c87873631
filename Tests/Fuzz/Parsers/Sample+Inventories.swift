/// Inventories, each with one thing that they can say.
extension Sample {
    /// YAML of every kind, whatever it says.
    static let yaml = [
        "a: 1\nb: [x, y]\n", "- a\n-  - b\n- c: d\n  e: f\n", "{ a: { b: [1, {}] }, c: }",
        "a: &x { b: 1 }\nc: *x\n", "a: &x { b: 1 }\nc:\n  <<: *x\n  d: 2\n",
        "a: &x {b: 1}\nb: &y {c: 2}\nd: { <<: [*x, *y] }\n",
        "a: |\n  one\n   two\n\nb: >-\n  folded\n  text\n",
        "'it''s': \"a\\tb\\u00e9\\x41\\\n  c\"\n", "%YAML 1.1\n---\na: !!int 1\n...\n",
        "? a\n: b\n? [c]\n: d\n",
        "a: !vault |\n  $ANSIBLE_VAULT;1.1\n  3132\n", "# a comment\na: b # another\n",
        "\u{feff}a: é😀\r\nb: 日本\r\n",
        "a: ~\nb: null\nc: 0x1f\nd: 010\ne: 1:30\nf: 1e3\ng: .inf\n",
        "when: 2001-12-14 21:59:43.1 -5\n",
        "!!map { a: !!seq [ !!str b ] }", "a: 1\na: 2\n", "[[[[[[[[]]]]]]]]", "--- text\n",
        "a: 'b\n  c'\n",
    ]

    /// Inventories of our own shape.
    static let inventories = [
        "hosts: { web1: }", "hosts: [web1, 'web[01:12]']", "hosts: { 'db[a:c]': { port: 22 } }",
        "hosts:\n  web1: { address: ::1, port: 2222, user: me }\n",
        "hosts: { a: { key: [k, l] } }\nkeys: { k: { agent: true }, l: { file: x } }",
        "defaults: { user: devops, fanout: 50, per_host: 1, host_keys: accept-new }\nhosts: [a]",
        "defaults: { serial: [1, 25%], max_fail: 10%, output: grouped, log_dir: logs }\nhosts: [a]",
        "defaults: { timeout: 1h30m, idle_timeout: none, reconnect_for: forever, delay: 2.5s }\nhosts: [a]",
        "defaults: { on_reboot: { rerun: 3 }, on_timeout: leave, retries: 2, become: root }\nhosts: [a]",
        "defaults: { tty: yes, split_stderr: no, keep_remote: true, ssh_config: false }\nhosts: [a]",
        "defaults: { on_reboot: { expected: 10m }, connect_timeout: 5s, transport: openssh }\nhosts: [a]",
        "hosts: { a: { jump: [b, 'me@c:22'], bind_address: 10.0.0.1 }, b: }",
        "hosts: { a: { jump: a } }",
        "hosts: { a: { known_hosts: [x, ~/y], become_password: { env: P } } }",
        "keys: { ops: { file: ~/.ssh/id, passphrase: { env: OPS } } }\ndefaults: { key: ops }\nhosts: [a]",
        "keys: { a: { file: x, passphrase: { command: c } }, b: { file: y, passphrase: { prompt: true } } }\nhosts: [h]",
        "scripts: { patch: { file: p.sh, args: [--quiet, '日本'], env: { A: b, C: 1 } } }\nhosts: [a]",
        "scripts:\n  s: { file: s.sh, idle_timeout: 5m, on_reboot: expected, become: no }\nhosts: [a]",
        "groups: { web: { hosts: [a, b], user: deploy, vars: { role: front } } }",
        "groups: { prod: { groups: [web, db] }, web: { hosts: [a] }, db: { hosts: [b] } }",
        "groups: { a: { groups: [b] }, b: { groups: [a] } }\nhosts: [c]",
        "groups: { web: { hosts: web1 } }",
        "groups:\n  web: &w { hosts: [a], vars: { n: 1 } }\n  db: { <<: *w, hosts: [b] }\n",
        "vars: { a: 1, b: [2.5, ~], c: { d: e } }\nhosts: [x]",
        "vars: { t: \"a\\nb\", u: |\n  block\n  }\nhosts: [x]",
        "hosts: { a: { vars: { password: secret, n: 010 } } }", "hosts: { a: { prot: 22 } }",
        "host: [a]",
        "hosts: { a: { port: 99999, user: '-x', address: 'a b' } }",
        "hosts: { 'a[0:1][x:y]': { per_host: 2 } }",
        "groups: { web: { hosts: [all, ungrouped] }, all: { hosts: [b] } }",
        "[web]\nweb1\nweb2 port=22\n",
    ]

    /// Inventories of Ansible's shape.
    static let ansible = [
        "all: { hosts: { web1: , web2: { ansible_host: 10.0.0.1 } } }",
        "web:\n  hosts:\n    web1:\n    web2:\n",
        "all: { children: { web: { hosts: { 'web[01:03]:2222': } } } }",
        "all: { vars: { ansible_user: me } }",
        "all: { hosts: { a: }, vars: { n: 010, t: 2001-12-14, b: yes, o: 0b11 } }",
        "all: { hosts: { a: { ansible_port: '22', ansible_ssh_user: u, ansible_timeout: 5 } } }",
        "all: { hosts: { a: { ansible_ssh_common_args: \"-o ProxyJump=b -J 'c,d' -p 22\" } } }",
        "all: { hosts: { a: { ansible_ssh_extra_args: -i ~/.ssh/x -l me -o StrictHostKeyChecking=no } } }",
        "all: { hosts: { a: { ansible_become: true, ansible_become_user: r, ansible_become_method: sudo } } }",
        "all: { hosts: { a: { ansible_private_key_file: ~/k, ansible_host_key_checking: false } } }",
        "all: { hosts: { a: { ansible_connection: local }, b: { ansible_connection: winrm } } }",
        "all: { hosts: { a: { p: !vault 'x', u: !unsafe '{{ y }}', ansible_password: z } } }",
        "all:\n  children:\n    web: { children: { fe: { hosts: { a: } } } }\n    db: { hosts: { b: } }\n",
        "all: { children: { web: { hosts: { a: }, vars: { ansible_group_priority: 10 } } } }",
        "all: { children: { ungrouped: { hosts: { lone: } } } }",
        "web: { hosts: { a: &v { n: 1 }, b: *v } }",
        "all: { hosts: { db1: { <<: { ansible_port: 22 }, l: [1, 2.5, ~] } } }",
        "plugin: aws_ec2\nregions: [x]\n",
        #"{"all": {"hosts": {"a": {"n": [1, null]}}, "children": {"web": {"hosts": {"b": {}}}}}}"#,
    ]
}
