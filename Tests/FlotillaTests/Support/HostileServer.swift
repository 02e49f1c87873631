import Foundation

/// A server that speaks no SSH, and does harm by what it says instead.
final class HostileServer: Sendable {
    /// What it says to everybody who connects.
    enum Speech: String {
        /// Random bytes, for ever.
        case noise
        /// A gigabyte of lines, and then a banner.
        case flood
        /// A banner whose line never ends.
        case banner
        /// Zeros, for ever.
        case zeros
        /// A banner, and then packets of four gigabytes.
        case packets
    }

    /// Where it listens.
    let port: Int
    private let process: Spawned

    /// Starts one.
    init(_ speech: Speech) async throws {
        let program = """
            import os, signal, socket, sys, threading
            signal.signal(signal.SIGPIPE, signal.SIG_IGN)
            chunk = {"noise": lambda: os.urandom(65536), "flood": lambda: b"welcome to this host\\n" * 3000,
                     "banner": lambda: b"SSH-2.0-" + b"x" * 65536, "zeros": lambda: bytes(65536),
                     "packets": lambda: b"\\xff" * 65536}[sys.argv[1]]
            first = {"packets": b"SSH-2.0-OpenSSH_9.2\\r\\n"}.get(sys.argv[1], b"")
            listener = socket.socket()
            listener.bind(("127.0.0.1", 0))
            listener.listen(64)
            print(listener.getsockname()[1], flush=True)
            def speak(guest):
                try:
                    guest.sendall(first)
                    for _ in range(16000):
                        guest.sendall(chunk())
                    guest.sendall(b"SSH-2.0-late\\r\\n")
                except OSError:
                    pass
                guest.close()
            while True:
                guest, _ = listener.accept()
                threading.Thread(target=speak, args=(guest,), daemon=True).start()
            """
        process = try Spawned(
            ["/usr/bin/env", "python3", "-c", program, speech.rawValue],
            environment: ["PATH": Farm.searchPath], folder: "/")
        guard await process.output.waitFor("\n"), let line = process.output.lines.first,
            let port = Int(line)
        else { throw FarmError(message: "no hostile server: \(process.errors.text)") }
        self.port = port
    }

    deinit { process.signal(SIGKILL) }
}
