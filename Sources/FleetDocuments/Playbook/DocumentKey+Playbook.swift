extension DocumentKeys {
    /// Every key of a playbook; what is said about jobs is said with the keys that an inventory's scripts have.
    static let playbook = DocumentKeys(
        [
            DocumentKey("name", [.play, .step]),
            DocumentKey("hosts", .play),
            DocumentKey("steps", .play),
            DocumentKey("fanout", .play, \.fleet.fanout, .number(1...100_000)),
            DocumentKey("serial", .play, \.fleet.serial, .shares),
            DocumentKey("max_fail", .play, \.fleet.maxFail, .share),
            DocumentKey("max_fail_percentage", .play),
            DocumentKey("any_errors_fatal", .play),
            DocumentKey("per_host", .play, \.host.perHost, .number(1...10_000)),
            DocumentKey("on_failure", [.play, .step]),

            DocumentKey("script", .step),
            DocumentKey("command", .step),
            DocumentKey("push", .step),
            DocumentKey("fetch", .step),
            DocumentKey("parallel", .step),
            DocumentKey("args", .step),
            DocumentKey("env", .step),
            DocumentKey("reboot", .step, \.host.job.onReboot, .reboot),
            DocumentKey("when", .step),
            DocumentKey("run_once", .step),

            DocumentKey("file", [.push, .fetch]),
            DocumentKey("to", .push),
            DocumentKey("mode", .push),

            DocumentKey("step", .condition),
            DocumentKey("is", .condition),
            DocumentKey("is_not", .condition),
            DocumentKey("exit", .condition),
        ]
            + DocumentKey.all.filter { $0.levels.contains(.script) && $0.assign != nil }
            .map { $0.moved(to: [.play, .step]) })
}
