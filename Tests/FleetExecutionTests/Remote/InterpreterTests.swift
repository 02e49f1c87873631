import FleetCore
import Foundation
import Testing

@testable import FleetExecution

@Suite("A script's first line")
struct InterpreterTests {
    @Test(
        "is read as the kernel reads it",
        arguments: [
            ("echo", "sh", nil, "sh"), ("", "sh", nil, "sh"), ("#!\n", "sh", nil, "sh"),
            ("#!/bin/bash\nx", "/bin/bash", nil, "/bin/bash"),
            ("#! \t/bin/bash -e -u \t\n", "/bin/bash", "-e -u", "/bin/bash"),
            ("#!/bin/bash\r\n", "/bin/bash\r", nil, "/bin/bash\r"),
            ("#!/usr/bin/env python3\n", "/usr/bin/env", "python3", "python3"),
            ("#!/usr/bin/env bash\r\n", "/usr/bin/env", "bash\r", "bash\r"),
            ("#!/usr/bin/env -S a b\n", "/usr/bin/env", "-S a b", "/usr/bin/env"),
            ("\u{7f}ELF", nil, nil, nil),
        ] as [(String, String?, String?, String?)])
    func reads(script: String, path: String?, argument: String?, sought: String?) {
        let interpreter = Interpreter(of: Array(script.utf8))
        #expect(interpreter.path == path)
        #expect(interpreter.argument == argument)
        #expect(interpreter.sought == sought)
    }
}

extension RemoteProgramOnRealShells {
    @Suite("A script's interpreter on the host, under each sh")
    struct InterpreterOnHostTests {
        @Test("that is missing is named", arguments: Shell.posix)
        func namesMissing(shell: Shell) async throws {
            guard shell.isThere else { return }
            for (line, name) in [
                ("#!/no/such x", "/no/such"), ("#!/bin/bash\r", "/bin/bash\r"),
                ("#!/usr/bin/env bash\r", "bash\r"), ("#!/usr/bin/env no'such", "no'such"),
            ] {
                let host = try LocalHost(sh: shell)
                let answer = try await host.ask(.running("\(line)\necho never\r\n"))
                #expect(answer.output.isEmpty)
                #expect(answer.last == .end(.noInterpreter(name)))
                try await host.close()
            }
        }

        @Test("gets its argument, the script and the script's arguments", arguments: Shell.posix)
        func getsArguments(shell: Shell) async throws {
            guard shell.isThere else { return }
            let host = try LocalHost(sh: shell)
            let answer = try await host.ask(
                .running(
                    "#!/bin/bash -eu\necho $- \"$@\"; false; echo never", arguments: ["1", "2"]))
            #expect(answer.text.hasPrefix("e") && answer.text.contains("u"))
            #expect(answer.text.hasSuffix(" 1 2\n"))
            #expect(answer.last == .end(.code(1)))
            try await host.close()
        }

        @Test(
            "isn't needed for an empty script, a binary, or one behind a byte order mark",
            arguments: Shell.posix)
        func runsOthers(shell: Shell) async throws {
            guard shell.isThere else { return }
            let binary = Array(try Data(contentsOf: URL(fileURLWithPath: "/usr/bin/printf")))
            let marked = [0xef, 0xbb, 0xbf] + Array("#!/bin/bash\necho ${BASH_VERSION:+bash}".utf8)
            for (content, arguments, text) in [
                ([], [], ""), (binary, ["%s", "hi"], "hi"), (marked, [], "bash\n"),
            ] as [([UInt8], [String], String)] {
                let host = try LocalHost(sh: shell)
                let request = EnsureRequest(
                    place: .sample(),
                    script: Script(source: "test", content: content, arguments: arguments),
                    jobNonce: .fresh(), requestNonce: .fresh())
                let answer = try await host.ask(request)
                #expect(answer.text == text)
                #expect(answer.last == .end(.code(0)))
                try await host.close()
            }
        }
    }
}
