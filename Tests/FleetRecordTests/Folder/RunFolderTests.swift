import FleetCore
import FleetRecord
import Foundation
import Testing

@Suite("The folder of a run")
struct RunFolderTests {
    let scratch: ScratchStore

    init() throws { scratch = try ScratchStore() }

    @Test("gives back what was asked, and the scripts' bytes")
    func roundTrips() throws {
        var request = Sample.request()
        request.commandLine = ["flotilla", "run", "patch.sh", "-l", "web"]
        let script = Script(source: "patch.sh", content: [0, 0xff, 10], arguments: ["-x", "a b"])
        request.steps = [
            RequestedStep(id: Sample.step, script: script, checksum: 7, policy: JobPolicy())
        ]
        let secrets = RunSecrets(nonce: "00ff", environments: [:])
        _ = try scratch.store.create(
            request, scripts: [Sample.step: script.content], secrets: secrets)

        let opened = try scratch.store.open("last")
        #expect(try opened.request() == request)
        #expect(try opened.script(of: Sample.step) == script.content)
        #expect(try opened.secrets() == secrets)
        #expect(try opened.request().jobs == [Sample.job])
    }

    @Test("is for its owner only, and so is all that is in it")
    func isPrivate() async throws {
        let run = try scratch.run()
        let journal = try run.journal()
        try await journal.append(Sample.event(.connecting(attempt: 1)))
        let log = run.log(of: Sample.job)
        try await log.append([65])
        try await run.writeSummary(
            json: Array("{}".utf8), text: "all well\n", junit: "<testsuites/>\n")

        let names = try FileManager.default.subpathsOfDirectory(atPath: run.path)
        #expect(names.count == 12)
        for name in names {
            var isFolder: ObjCBool = false
            let path = "\(run.path)/\(name)"
            #expect(FileManager.default.fileExists(atPath: path, isDirectory: &isFolder))
            #expect(try scratch.mode(path) == (isFolder.boolValue ? 0o700 : 0o600), "\(name)")
        }
        #expect(try scratch.mode(run.path) == 0o700)
        #expect(try scratch.mode(scratch.store.path) == 0o700)
    }

    @Test("keeps values of the environment out of run.json, and forgets them on request")
    func hidesSecrets() throws {
        let variable = try #require(EnvironmentVariable(name: "TOKEN", value: "hunter2"))
        let script = Script(source: "a", content: [], environment: [variable])
        var request = Sample.request()
        request.steps = [
            RequestedStep(id: Sample.step, script: script, checksum: 0, policy: JobPolicy())
        ]
        let secrets = RunSecrets(nonce: "00ff", environments: [Sample.step: [variable]])
        let run = try scratch.store.create(
            request, scripts: [Sample.step: []], secrets: secrets)

        let written = String(decoding: try scratch.bytes("run.json", of: run), as: UTF8.self)
        #expect(written.contains("TOKEN"))
        #expect(!written.contains("hunter2"))
        #expect(!"\(secrets)".contains("hunter2"))
        #expect(try run.secrets().environment(of: Sample.step) == [variable])

        try run.forgetSecrets()
        try run.forgetSecrets()
        let error = #expect(throws: RecordError.self) { try run.secrets() }
        #expect(error?.code == .notFound)
    }

    @Test("is never made twice")
    func isMadeOnce() throws {
        let first = try scratch.run()
        let error = #expect(throws: RecordError.self) { try scratch.run() }
        #expect(error?.code == .exists)
        #expect(error?.path == first.path)
    }

    @Test("can be claimed by one at a time, and is free again when its holder is gone")
    func isClaimedOnce() throws {
        var holder: RunFolder? = try scratch.run()
        let other = try scratch.store.open("last")
        #expect(other.isInUse)
        let error = #expect(throws: RecordError.self) { try other.claim() }
        #expect(error?.code == .inUse)
        _ = holder?.run
        holder = nil
        #expect(!other.isInUse)
        try other.claim()
    }

    @Test("taken over by another, takes nothing more in, and says who works on it")
    func isStolen() async throws {
        let holder = try scratch.run()
        let journal = try holder.journal()
        let log = holder.log(of: Sample.job)
        try await log.append([65])
        let thief = try scratch.store.open("last")
        let refused = #expect(throws: RecordError.self) { try thief.claim() }
        let process = ProcessInfo.processInfo.processIdentifier
        #expect(refused?.description.contains("process \(process) on ") == true)

        try await thief.steal()
        #expect(holder.isStolen && !thief.isStolen)
        let event = await #expect(throws: RecordError.self) {
            try await journal.append(Sample.event(.connecting(attempt: 1)))
        }
        #expect(event?.code == .stolen)
        await #expect(throws: RecordError.self) { try await log.append([66]) }
        #expect(try scratch.bytes("hosts/web1/patch.log", of: thief) == [65])
        try await thief.journal().append(Sample.event(.connecting(attempt: 1)))
        #expect(try thief.events().count == 1)
    }

    @Test(
        "follows no symbolic link",
        arguments: ["run.json", "events.ndjson", "hosts/web1/patch.log", "hosts/web1"])
    func refusesLinks(name: String) async throws {
        let run = try scratch.run()
        let elsewhere = "\(scratch.path)/elsewhere"
        let files = FileManager.default
        if name == "hosts/web1" {
            try files.createDirectory(atPath: elsewhere, withIntermediateDirectories: false)
        } else {
            try files.createDirectory(
                atPath: "\(run.path)/hosts/web1", withIntermediateDirectories: true)
            #expect(files.createFile(atPath: elsewhere, contents: Data("keep me".utf8)))
            if files.fileExists(atPath: "\(run.path)/\(name)") {
                try files.removeItem(atPath: "\(run.path)/\(name)")
            }
        }
        try files.createSymbolicLink(
            atPath: "\(run.path)/\(name)", withDestinationPath: elsewhere)

        let error = await #expect(throws: RecordError.self) {
            switch name {
            case "run.json": _ = try run.request()
            case "events.ndjson": _ = try run.journal()
            default: try await run.log(of: Sample.job).append([65])
            }
        }
        #expect(error?.code == .notAFile)
        if name == "hosts/web1" {
            #expect(try files.contentsOfDirectory(atPath: elsewhere).isEmpty)
        } else {
            #expect(files.contents(atPath: elsewhere) == Data("keep me".utf8))
        }
    }

    @Test("refuses a request from a newer flotilla, naming it")
    func refusesNewer() throws {
        let run = try scratch.run()
        let newer =
            #"{"version":99,"run":"a","started_at":"2026-11-25T09:11:16.123Z","flotilla":"9.1","#
            + #""fanout":1,"hosts":[],"steps":[],"command_line":[],"working_directory":""}"#
        try newer.write(toFile: "\(run.path)/run.json", atomically: false, encoding: .utf8)
        let error = #expect(throws: RecordError.self) { try run.request() }
        #expect(error?.code == .damaged)
        #expect(error?.description.contains("flotilla 9.1") == true)
    }

    @Test("says where and what when its request is damaged")
    func tellsDamage() throws {
        let run = try scratch.run()
        try #"{"version":1}"#.write(
            toFile: "\(run.path)/run.json", atomically: false, encoding: .utf8)
        let error = #expect(throws: RecordError.self) { try run.request() }
        #expect(error?.description.hasPrefix("\(run.path)/run.json: is not what") == true)
        #expect(error?.description.contains("run") == true)
    }
}
