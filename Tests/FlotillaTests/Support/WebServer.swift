import Foundation
import Testing

/// A web server on loopback that prints what it is told, and whether the secret part of its address stands on any
/// command line meanwhile.
final class WebServer: Sendable {
    /// The address to tell; what is below `/404` is answered so.
    let address: String
    private let server: Spawned

    private static let program = """
        import glob, http.server, json

        class Answer(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                seen = 0
                for path in glob.glob("/proc/[0-9]*/cmdline"):
                    try:
                        seen += self.path.encode() in open(path, "rb").read()
                    except OSError:
                        pass
                kind = self.headers["Content-Type"]
                print(json.dumps({"path": self.path, "type": kind, "body": body, "seen": seen}), flush=True)
                self.send_response(404 if self.path.startswith("/404") else 200)
                self.end_headers()

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        print("port", server.server_port, "is open", flush=True)
        server.serve_forever()
        """

    init(in folder: Scratch) async throws {
        server = try Spawned(
            ["python3", "-c", WebServer.program], environment: ["PATH": Farm.searchPath],
            folder: folder.path)
        let isUp = await server.output.waitFor(" is open\n")
        try #require(isUp, "\(server.errors.text)")
        let words = server.output.text.split(separator: " ")
        address = "http://127.0.0.1:\(words[1])"
    }

    deinit { server.signal(SIGKILL) }

    /// One request.
    struct Request: Decodable {
        let path: String
        let type: String
        let body: String
        /// On how many command lines the path stood.
        let seen: Int
    }

    /// What has come: a request is printed before it is answered.
    var requests: [Request] {
        get throws {
            try server.output.lines.filter { $0.hasPrefix("{") }.map {
                try JSONDecoder().decode(Request.self, from: Data($0.utf8))
            }
        }
    }
}
