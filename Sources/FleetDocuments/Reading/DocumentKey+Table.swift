internal import FleetCore

extension DocumentKey {
    /// Every key of an inventory: the one table that reading and "did you mean" both use.
    static let all: [DocumentKey] = [
        DocumentKey("defaults", .top),
        DocumentKey("keys", .top),
        DocumentKey("scripts", .top),
        DocumentKey("groups", [.top, .group]),
        DocumentKey("hosts", [.top, .group]),
        DocumentKey("vars", [.top, .group, .host]),

        DocumentKey("address", .host, \.host.address, .address),
        DocumentKey("port", .hosts, \.host.port, .port),
        DocumentKey("user", .hosts, \.host.user, .user),
        DocumentKey("key", .hosts, \.host.keys, .names),
        DocumentKey("transport", .hosts, \.host.transport, .word),
        DocumentKey("host_keys", .hosts, \.host.hostKeys, .word),
        DocumentKey("known_hosts", .hosts, \.host.knownHosts, .paths),
        DocumentKey("jump", .hosts, \.host.jump, .names),
        DocumentKey("bind_address", .hosts, \.host.bindAddress, .numericAddress),
        DocumentKey("password", .hosts, \.host.password, .secret),
        DocumentKey("become_password", .hosts, \.host.becomePassword, .secret),
        DocumentKey("per_host", .hosts, \.host.perHost, .number(1...10_000)),
        DocumentKey("ssh_config", .hosts, \.host.sshConfig, .flag),
        DocumentKey("connect_timeout", .hosts, \.host.connectTimeout, .duration),

        DocumentKey("idle_timeout", .jobs, \.host.job.idleTimeout, .limit),
        DocumentKey("timeout", .jobs, \.host.job.timeout, .limit),
        DocumentKey("on_timeout", .jobs, \.host.job.onTimeout, .word),
        DocumentKey("on_reboot", .jobs, \.host.job.onReboot, .reboot),
        DocumentKey("retries", .jobs, \.host.job.retries, .number(0...1_000)),
        DocumentKey("delay", .jobs, \.host.job.delay, .duration),
        DocumentKey("reconnect_for", .jobs, \.host.job.reconnectFor, .patience),
        DocumentKey("become", .jobs, \.host.job.become, .become),
        DocumentKey("keep_remote", .jobs, \.host.job.keepRemote, .flag),
        DocumentKey("tty", .jobs, \.host.job.tty, .flag),
        DocumentKey("split_stderr", .jobs, \.host.job.splitStderr, .flag),

        DocumentKey("fanout", .fleet, \.fleet.fanout, .number(1...100_000)),
        DocumentKey("serial", .fleet, \.fleet.serial, .shares),
        DocumentKey("max_fail", .fleet, \.fleet.maxFail, .share),
        DocumentKey("output", .fleet, \.fleet.output, .word),
        DocumentKey("log_dir", .fleet, \.fleet.logDir, .path),

        DocumentKey("file", [.script, .key, .passphrase]),
        DocumentKey("args", .script),
        DocumentKey("env", [.script, .passphrase]),
        DocumentKey("agent", .key),
        DocumentKey("passphrase", .key),
        DocumentKey("command", .passphrase),
        DocumentKey("prompt", .passphrase),
    ]
}
