package import FleetCore

/// Where a job lives on its host: one start of one step's script, of one run, under one host's name.
package struct JobPlace: Hashable, Sendable {
    /// The run.
    package let run: RunID
    /// The host and the step.
    package let job: JobID
    /// Which start of the script this is, from 1.
    package let attempt: Int

    /// Creates the place of the `attempt`-th start of `job`.
    package init(run: RunID, job: JobID, attempt: Int = 1) {
        self.run = run
        self.job = job
        self.attempt = attempt
    }

    /// The job's folder below the spool's: `20261125-091116-k3fq/web1/patch`, from the second start on
    /// `…/patch.2`.
    ///
    /// - Shape: only bytes that every login shell leaves alone; each part below 255 bytes.
    var folder: String {
        let step = attempt == 1 ? job.step.name : "\(job.step.name).\(attempt)"
        return "\(run.text)/\(JobPlace.fileName(of: job.host))/\(step)"
    }

    /// The job's tmux session, for a person to read in `tmux -L flotilla ls`.
    ///
    /// - Shape: letters, digits, `-` and `_`; tmux takes `.` and `:` for its own, and `#` and `%` for formats.
    /// - Parameter nonce: the job's; its first digits keep apart what the letters alone would not.
    package func sessionName(nonce: Nonce) -> String {
        let readable = "\(job.host.name.prefix(60))_\(job.step.name.prefix(40))".utf8.map {
            JobPlace.isAlphanumeric($0) || $0 == UInt8(ascii: "-") ? $0 : UInt8(ascii: "_")
        }
        return "\(run.text)_\(String(decoding: readable, as: UTF8.self))_\(nonce.text.prefix(6))"
    }

    /// A host's name as the name of a folder: bytes outside the plain set become `%XX`.
    private static func fileName(of host: HostID) -> String {
        var name = ""
        for byte in host.name.utf8 {
            if isAlphanumeric(byte) || "._-+,@".utf8.contains(byte) {
                name.unicodeScalars.append(UnicodeScalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                name += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        // File systems allow 255 bytes; a name that grew beyond keeps its beginning and a checksum.
        guard name.utf8.count > 200 else { return name }
        return "\(name.prefix(180))-\(PosixChecksum.of(Array(host.name.utf8)))"
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
