package import FleetCore

/// What a step copies between here and one host.
package struct FileOrder: Hashable, Sendable {
    /// Which way, and what.
    package enum Direction: Hashable, Sendable {
        /// A file, or all that a folder holds, to the host: `target` is the copy's own path, and the folder that
        /// it is in must exist. Files get `mode`, or what they have here.
        case push(source: String, target: RemotePath, mode: FileMode?)
        /// A file, or all that a folder holds, from the host to `<folder>/<host>/<path>` here; 0600, folders 0700.
        case fetch(source: RemotePath, folder: String)
    }

    /// The step and the host.
    package let job: JobID
    /// Which way, and what.
    package let direction: Direction
    /// Marks the names of parts; the same for each contact of a run with its jobs.
    package let nonce: Nonce

    /// Creates an order.
    package init(_ direction: Direction, job: JobID, nonce: Nonce) {
        self.direction = direction
        self.job = job
        self.nonce = nonce
    }

    /// The name that the copy of `path` has while it isn't whole, in the folder that it will be in.
    ///
    /// Nobody can guess it beforehand, and a later controller of the same run finds it again. Two jobs have two,
    /// even if their hosts are one machine.
    func part(of path: some Sequence<UInt8>) -> FileName {
        let sum = PosixChecksum.of(Array("\(job.host) \(job.step) ".utf8) + path)
        let text = ".flotilla-\(nonce.text.prefix(16))-\(String(sum, radix: 16)).part"
        // Of visible ASCII, and short.
        guard let name = FileName(text.utf8) else { preconditionFailure("'\(text)' is no name") }
        return name
    }
}

/// How far the copying of one file is.
package struct FileProgress: Hashable, Sendable {
    /// The file's path on the host, with what isn't UTF-8 replaced.
    package let path: String
    /// How many of its bytes are where they belong.
    package let done: UInt64
    /// How many bytes it has.
    package let total: UInt64
}
