import Foundation

extension Farm.Host {
    /// The processes that came from a login on this host, whatever has become of their parents.
    var processes: [String] {
        get throws {
            let mark = Data("HOME=\(home)\0".utf8)
            return try FileManager.default.contentsOfDirectory(atPath: "/proc")
                .filter { Int($0) != nil }
                .compactMap { pid in
                    // A process may end while it is looked at, or be a zombie, which has no environment.
                    guard
                        let environment = FileManager.default.contents(
                            atPath: "/proc/\(pid)/environ"),
                        environment.range(of: mark) != nil,
                        let words = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline"),
                        !words.isEmpty
                    else { return nil }
                    return String(decoding: words, as: UTF8.self)
                        .replacingOccurrences(of: "\0", with: " ")
                }
        }
    }

    /// Waits until no process is left, or only those that `isLeft` wants.
    ///
    /// - Returns: What is left after five seconds.
    func leftovers(besides isLeft: (String) -> Bool = { _ in false }) async throws -> [String] {
        for _ in 0..<250 {
            let left = try processes.filter { !isLeft($0) }
            if left.isEmpty { return [] }
            // They are not our children: there is no event to wait for.
            try await Task.sleep(for: .milliseconds(20))
        }
        return try processes.filter { !isLeft($0) }
    }

    /// The files that runs have left in the spool; folders that are empty don't count.
    var spool: [String] {
        let root = "\(home)/.local/state/flotilla/spool"
        let paths = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String }
        return (paths ?? []).filter { path in
            var isFolder = ObjCBool(false)
            _ = FileManager.default.fileExists(atPath: "\(root)/\(path)", isDirectory: &isFolder)
            return !isFolder.boolValue
        }
    }
}
