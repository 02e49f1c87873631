import FleetRecord
import FleetReport
import Foundation
import SSHTransport

/// Examines this side: the programs, the keys and the folders that runs use.
struct LocalExamination {
    let environment: [String: String]
    let home: String
    /// How many hosts are to be worked on at once.
    let fanout: Int
    /// Whether some of them are got into by programs of this machine.
    let byPrograms: Bool
    let eventLoops: SSHEventLoops

    private typealias Found = (facts: [String], advice: [Advice])

    /// Looks at everything.
    func examine() async -> LocalReport {
        var report = LocalReport()
        for found in [
            library, await program, await agent(), keys, await knownHosts(), descriptors, store,
            ping,
        ] {
            report.facts += found.facts
            report.advice += found.advice
        }
        return report
    }

    private var library: Found {
        let lacking = SSHLibrary.lacking
        let version = "libssh2 \(SSHLibrary.version)"
        guard !lacking.isEmpty else { return ([version], []) }
        let what =
            "\(version) doesn't have \(lacking.joined(separator: ", ")): a server that allows nothing else"
        let remedy = "install libssh2 1.11.1"
        guard path(of: "ssh") != nil else {
            let advice = Advice(.warning, "\(what) can't be reached", remedy: remedy)
            return ([version], [advice])
        }
        let note = "\(what) is got into by the system's ssh, with a process for each host"
        return ([version], [Advice(.note, note, remedy: remedy)])
    }

    /// The system's ssh: attach calls it, and it knows what ~/.ssh/config says.
    private var program: Found {
        get async {
            guard let path = path(of: "ssh") else {
                let what =
                    "there is no ssh program: ~/.ssh/config isn't read, and 'flotilla attach' doesn't work"
                return ([], [Advice(.warning, what, remedy: "install openssh-client")])
            }
            // It says its version on standard error, which is of no use where it fails.
            let asked = BoundedProgram(
                path: "/bin/sh", arguments: ["-c", "exec \"$1\" -V 2>&1", "sh", path],
                limit: .seconds(5))
            do throws(BoundedProgram.Failure) {
                let said = String(decoding: try await asked.run(), as: UTF8.self)
                return ([said.split(separator: ",").first.map(String.init) ?? "ssh"], [])
            } catch {
                return (
                    [],
                    [
                        Advice(
                            .warning, "the ssh program at \(path) doesn't run: \(error)",
                            remedy: "install openssh-client anew")
                    ]
                )
            }
        }
    }

    private func agent() async -> Found {
        guard let agent = SSHAgent.ofEnvironment else { return (["no ssh-agent"], []) }
        do throws(KeyError) {
            let count = try await agent.keys(on: eventLoops).count
            return (["ssh-agent with \(count.counted("key"))"], [])
        } catch {
            return (
                [],
                [
                    Advice(
                        .warning, "the ssh-agent at \(agent.socketPath) doesn't answer",
                        remedy: "start one (eval \"$(ssh-agent)\"), or unset SSH_AUTH_SOCK")
                ]
            )
        }
    }

    /// The keys that are tried where an inventory names none, as far as others may read them.
    private var keys: Found {
        let folder = "\(home)/.ssh"
        // No folder, no keys.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let paths = names.filter { $0.hasPrefix("id_") && !$0.hasSuffix(".pub") }.sorted()
            .map { "\(folder)/\($0)" }
        let open = paths.filter { path in
            LocalExamination.mode(of: path).map { $0 & 0o077 != 0 } ?? false
        }
        let advice = open.map { path in
            Advice(
                .problem, "others may read the key \(path): neither flotilla nor ssh uses it",
                remedy: "chmod 600 \(path)")
        }
        return (["\(paths.count.counted("key")) in ~/.ssh"], paths.isEmpty ? noKeys : advice)
    }

    /// What it means that there are no files: an agent may have keys.
    private var noKeys: [Advice] {
        guard SSHAgent.ofEnvironment == nil else { return [] }
        return [
            Advice(
                .note, "there is neither an ssh-agent nor a key in ~/.ssh to log in with",
                remedy: "name a key in the inventory or with --private-key, or make one: ssh-keygen"
            )
        ]
    }

    private func knownHosts() async -> Found {
        do throws(KnownHostsError) {
            _ = try await KnownHosts.load()
            return ([], [])
        } catch {
            let remedy = "have \(error.path) readable for you, or name another with --known-hosts"
            return ([], [Advice(.problem, error.description, remedy: remedy)])
        }
    }

    private var descriptors: Found {
        guard let most = DescriptorLimit.raise(forFanout: fanout, byPrograms: byPrograms) else {
            return ([], [])
        }
        let what = "the system lets only \(most.counted("host")) be worked on at once, of \(fanout)"
        let remedy =
            "raise the hard limit of open files (ulimit -Hn, limits.conf), or lower --fanout"
        return ([], [Advice(.problem, what, remedy: remedy)])
    }

    private var ping: Found {
        guard SystemPing() == nil else { return ([], []) }
        let what = "there is no ping program: whether a silent host is there at all isn't told"
        return ([], [Advice(.note, what, remedy: "install iputils-ping")])
    }

    private var store: Found {
        let path: String
        do throws(RecordError) {
            path = try RunStore(environment: environment).path
        } catch {
            return ([], [Advice(.problem, error.description, remedy: "set HOME")])
        }
        return StateFolder(path: path).found
    }

    private func path(of name: String) -> String? {
        (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    static func mode(of path: String) -> Int? {
        // What can't be looked at has no mode that could be wrong.
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return attributes?[.posixPermissions] as? Int
    }
}
