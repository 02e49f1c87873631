import FleetCore

@testable import FleetExecution

extension Nonce {
    /// A fresh one; a test has no use for a seed, since nothing depends on the digits.
    static func fresh() -> Nonce {
        var random = SystemRandomNumberGenerator()
        return Nonce(using: &random)
    }
}

extension JobPlace {
    /// The place of a job on `host`.
    static func sample(host: String = "web1", step: String = "patch.sh") -> JobPlace {
        guard
            let run = RunID("20261125-091116-k3fq"), let host = HostID(host),
            let step = StepID(step)
        else { preconditionFailure("the sample names are valid") }
        return JobPlace(run: run, job: JobID(host: host, step: step))
    }
}

extension EnsureRequest {
    /// A request that runs `script`, which is the text of an `sh` script.
    static func running(
        _ script: String, arguments: [String] = [], environment: [EnvironmentVariable] = [],
        place: JobPlace = .sample()
    ) -> EnsureRequest {
        EnsureRequest(
            place: place,
            script: Script(
                source: "test", content: Array(script.utf8), arguments: arguments,
                environment: environment),
            jobNonce: .fresh(), requestNonce: .fresh())
    }

    /// The same request made again, as after a lost connection.
    func again(from offset: UInt64 = 0, launch: Launch = .never) -> EnsureRequest {
        var request = EnsureRequest(
            place: place, script: script, jobNonce: jobNonce, requestNonce: .fresh())
        request.offset = SpoolOffset(bytes: offset)
        request.launch = launch
        request.usesTTY = usesTTY
        request.splitsStandardError = splitsStandardError
        return request
    }
}
