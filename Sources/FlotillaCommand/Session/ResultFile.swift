import ArgumentParser
import Foundation

/// A file of results at a place that the operator names: `--junit`, `--joblog`, `--html`.
enum ResultFile {
    /// Makes sure that it can be written, so that a mistake is told before any host is contacted.
    static func check(_ path: String?, of flag: String) throws {
        guard let path else { return }
        do {
            try open(path, isEmptied: false).close()
        } catch {
            throw ValidationError("\(flag) \(path) can't be written: \(words(of: error))")
        }
    }

    /// Opens it for appending, and makes it where it is missing.
    static func open(_ path: String, isEmptied: Bool) throws -> FileHandle {
        let flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | (isEmptied ? O_TRUNC : 0)
        let descriptor = Foundation.open(path, flags, 0o666)
        guard descriptor >= 0 else {
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
        }
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    /// Writes all of it.
    static func write(_ bytes: [UInt8], to path: String, of flag: String) throws {
        do {
            try open(path, isEmptied: true).write(contentsOf: Data(bytes))
        } catch {
            throw ResultError(description: "\(flag) \(path) can't be written: \(words(of: error))")
        }
    }

    /// What the system says, in lower case.
    static func words(of error: any Error) -> String {
        guard let error = error as? POSIXError else { return "\(error)" }
        return String(cString: strerror(error.code.rawValue)).lowercased()
    }
}

/// Why results couldn't be written at a place that the operator named.
struct ResultError: Error, CustomStringConvertible {
    let description: String
}
