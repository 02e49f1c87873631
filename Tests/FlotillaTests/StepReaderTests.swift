import Flotilla
import Testing

@Suite("The version")
struct VersionTests {
    @Test("is semantic") func isSemantic() {
        #expect(FlotillaVersion.current.split(separator: ".").count == 3)
    }
}
