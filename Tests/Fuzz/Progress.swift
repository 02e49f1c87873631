import Foundation

/// How far a child has come, in a file that outlives it.
struct Progress {
    /// The input that it is at.
    var number = 0
    /// How many of those before it were accepted: a reader that refuses all is not reached by much of them.
    var accepted = 0

    private static let size = MemoryLayout<Progress>.size

    /// Reads the file; one that can't be read tells of no progress.
    static func read(_ file: String) -> Progress {
        let bytes = FileManager.default.contents(atPath: file) ?? Data()
        var progress = Progress()
        guard bytes.count == size else { return progress }
        withUnsafeMutableBytes(of: &progress) { $0.copyBytes(from: bytes) }
        return progress
    }

    /// Makes the file; gives whether it could be made.
    func create(_ file: String) -> Bool {
        let bytes = withUnsafeBytes(of: self) { Data($0) }
        return FileManager.default.createFile(atPath: file, contents: bytes)
    }

    /// Writes over what the open file held.
    func write(to descriptor: Int32) {
        withUnsafeBytes(of: self) { bytes in
            _ = pwrite(descriptor, bytes.baseAddress, bytes.count, 0)
        }
    }
}
