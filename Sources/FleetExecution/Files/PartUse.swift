/// What is done with what stands where the part of a copy belongs.
enum PartUse: Hashable, Sendable {
    /// Nothing is there: the copy begins.
    case begin
    /// It can't be a part of this copy: it goes, and the copy begins.
    case removeAndBegin
    /// It may be the beginning of the copy, which goes on behind it if both are the same so far.
    case verify(UInt64)
    /// It isn't ours: somebody knows our name, and what they put there is neither followed nor removed.
    case refuse

    /// Decides for the copy of a file of `size` bytes.
    init(_ status: FileStatus?, size: UInt64) {
        switch status?.kind {
        case nil: self = .begin
        case .file:
            let count = status?.size ?? 0
            self = 1...max(1, size) ~= count && size > 0 ? .verify(count) : .removeAndBegin
        case .folder, .link, .other: self = .refuse
        }
    }
}
