import FleetCore
import Testing

@testable import FleetExecution

@Suite("What stands where the part of a copy belongs")
struct PartUseTests {
    private func file(_ size: UInt64) -> FileStatus {
        FileStatus(kind: .file, size: size, mode: FileMode(bits: 0o600))
    }

    @Test("is gone on with only where it can be the beginning of the copy")
    func decides() {
        #expect(PartUse(nil, size: 10) == .begin)
        #expect(PartUse(file(0), size: 10) == .removeAndBegin)
        #expect(PartUse(file(1), size: 10) == .verify(1))
        #expect(PartUse(file(10), size: 10) == .verify(10))
        #expect(PartUse(file(11), size: 10) == .removeAndBegin)
        #expect(PartUse(file(0), size: 0) == .removeAndBegin)
        #expect(PartUse(file(1), size: 0) == .removeAndBegin)
        for kind in [FileStatus.Kind.folder, .link, .other] {
            let status = FileStatus(kind: kind, size: 10, mode: FileMode(bits: 0o700))
            #expect(PartUse(status, size: 10) == .refuse)
        }
    }
}
