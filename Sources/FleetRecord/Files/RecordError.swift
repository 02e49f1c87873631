#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Why a run's folder can't be written or read.
public struct RecordError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One cause; once released, a code never changes its meaning.
    public enum Code: String, Sendable, CaseIterable {
        /// The disk here is full, or the quota used up.
        case diskFull = "record.disk-full"
        /// The folder or file may not be read or written.
        case denied = "record.denied"
        /// There is no such folder or file.
        case notFound = "record.not-found"
        /// A name stands for several runs.
        case ambiguous = "record.ambiguous"
        /// Something else than a folder or a plain file stands in its place, such as a symbolic
        /// link.
        case notAFile = "record.not-a-file"
        /// The run's folder exists already.
        case exists = "record.exists"
        /// Another flotilla works on the run.
        case inUse = "record.in-use"
        /// Another flotilla has taken the run over.
        case stolen = "record.stolen"
        /// The process may open no more files.
        case tooManyFiles = "record.too-many-files"
        /// A file doesn't hold what flotilla wrote, or a newer flotilla wrote it.
        case damaged = "record.damaged"
        /// Neither `$XDG_STATE_HOME` nor `$HOME` says where runs are kept.
        case noHome = "record.no-home"
        /// Reading or writing failed in another way.
        case failed = "record.failed"
    }

    /// The cause, for code.
    public let code: Code
    /// The file or folder, or what was asked for.
    public let path: String
    let problem: String
    let remedy: String?

    init(_ code: Code, at path: String, _ problem: String, remedy: String? = nil) {
        self.code = code
        self.path = path
        self.problem = problem
        self.remedy = remedy
    }

    /// One line: path, problem, remedy, code.
    public var description: String {
        let remedy = remedy.map { "; \($0)" } ?? ""
        return "\(path): \(problem)\(remedy) [\(code.rawValue)]"
    }

    /// Translates an error number of the system.
    package init(errno number: Int32, at path: String) {
        let text = String(cString: strerror(number)).lowercased()
        switch number {
        case ENOSPC, EDQUOT:
            self.init(
                .diskFull, at: path, "the disk here is full (\(text))",
                remedy: "free some space, or choose another place with --log-dir")
        case EACCES, EPERM, EROFS:
            self.init(.denied, at: path, text, remedy: "choose another place with --log-dir")
        case ENOENT: self.init(.notFound, at: path, text)
        case EEXIST: self.init(.exists, at: path, "exists already")
        case ELOOP, ENOTDIR, EISDIR:
            self.init(.notAFile, at: path, "is not what flotilla put there (\(text))")
        case EMFILE, ENFILE:
            self.init(
                .tooManyFiles, at: path, text, remedy: "raise `ulimit -n`, or lower --fanout")
        default: self.init(.failed, at: path, text)
        }
    }
}
