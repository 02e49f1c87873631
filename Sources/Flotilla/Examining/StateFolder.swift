import FleetReport
import Foundation

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The folder where runs are kept, or where it would be made.
struct StateFolder {
    /// Its path.
    let path: String

    /// With less, the logs of a talkative run don't fit.
    private static let littleRoom: UInt64 = 500_000_000  // bytes

    /// What is there, and what should be known of it.
    var found: (facts: [String], advice: [Advice]) {
        guard access(nearest, W_OK) == 0 else {
            let what = "runs can't be kept in \(path): \(nearest) can't be written to"
            return (
                [],
                [
                    Advice(
                        .problem, what,
                        remedy: "have it writable for you, or name another with --log-dir")
                ]
            )
        }
        let free = freeBytes
        let fact = free.map { "\(HumanByteCount($0)) free for logs" }
        return (fact.map { [$0] } ?? [], room(free) + privacy + network)
    }

    /// The folder itself, or the nearest above it that is there.
    private var nearest: String {
        var folder = URL(fileURLWithPath: path)
        while !FileManager.default.fileExists(atPath: folder.path), folder.path != "/" {
            folder.deleteLastPathComponent()
        }
        return folder.path
    }

    private func room(_ free: UInt64?) -> [Advice] {
        guard let free, free < StateFolder.littleRoom else { return [] }
        return [
            Advice(
                free < 1_000_000 ? .problem : .warning,
                "only \(HumanByteCount(free)) are free for the logs of runs in \(path)",
                remedy: "'flotilla clean' removes old runs; --log-dir names another disk")
        ]
    }

    private var privacy: [Advice] {
        guard let mode = LocalExamination.mode(of: path), mode & 0o077 != 0 else { return [] }
        return [
            Advice(
                .warning, "others may look into \(path), where the output of scripts is kept",
                remedy: "chmod 700 \(path)")
        ]
    }

    /// Locks and appended lines are what a network's file system is worst at.
    private var network: [Advice] {
        guard let type = fileSystem, type.hasPrefix("nfs") else { return [] }
        return [
            Advice(
                .warning,
                "\(path) lies on NFS: a run is slower there, and stops while the network does",
                remedy: "name a folder on a local disk with --log-dir")
        ]
    }

    /// The type of the file system that the folder is on; `nil` where the system doesn't list them so.
    private var fileSystem: String? {
        guard let mounts = try? String(contentsOfFile: "/proc/self/mounts", encoding: .utf8) else {
            return nil
        }
        let fields = mounts.split(separator: "\n").map { $0.split(separator: " ") }
        let above = fields.filter { fields in
            fields.count > 2 && (fields[1] == "/" || "\(nearest)/".hasPrefix("\(fields[1])/"))
        }
        // Of several on one another, the last is seen.
        return above.enumerated().max { first, second in
            (first.element[1].count, first.offset) < (second.element[1].count, second.offset)
        }.map { String($0.element[2]) }
    }

    private var freeBytes: UInt64? {
        var status = statvfs()
        guard statvfs(nearest, &status) == 0 else { return nil }
        return UInt64(status.f_bavail) * UInt64(status.f_frsize)
    }
}
