import Foundation
import TestSupport
import Testing

@Suite("End to end: a secret that a script needs", .endToEnd, .fewAtOnce)
struct SecretTests {
    /// Looks for its own secret where others of the host could see it.
    private static let script = #"""
        #!/bin/sh
        test -n "$TOKEN" && echo "has it"
        seen=$(cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\0' ' ')
        case $seen in *"$TOKEN"*) echo "on a command line" ;; esac
        spool=$HOME/.local/state/flotilla/spool
        find "$spool" -type d ! -perm 700 -o ! -type d ! -type l -perm /077
        test -d "$spool" && echo "and nobody else"
        exit 3
        """#

    @Test("is seen by nobody else on the host, and stays out of the record and the screen")
    func isKept() async throws {
        let token = "hush-\(UUID().uuidString)"
        let more = "scripts: { look: { file: look.sh, env: { TOKEN: \(token) } } }"
        let (someone, _) = try await Operator.withHosts("web1", more: more)
        try someone.folder.write(SecretTests.script, to: "look.sh")
        let came = try await someone.flotilla("run", "-v", "look")
        #expect(came.status == 1)
        let run = try someone.run()
        #expect(try run.text("web1", "look") == "has it\nand nobody else\n")
        #expect(!came.output.text.contains(token))
        #expect(!came.errors.text.contains(token))
        let holders = try SecretTests.files(in: run.path)
            .filter { try text(ofFile: "\(run.path)/\($0)").contains(token) }
        // The job could have to be run again, so what that takes is kept, for its owner only.
        #expect(holders == ["private.json"])
        let mode =
            try FileManager.default
            .attributesOfItem(atPath: "\(run.path)/private.json")[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    private func text(ofFile path: String) throws -> String {
        String(decoding: try bytes(ofFile: path), as: UTF8.self)
    }

    private static func files(in folder: String) throws -> [String] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
        return names.filter { name in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(
                atPath: "\(folder)/\(name)", isDirectory: &isFolder)
                && !isFolder.boolValue
        }
    }
}
