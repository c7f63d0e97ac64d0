import CalcmonTesting
import Foundation

/// A message that a webhook has received.
struct ReceivedMessage: Decodable {
  struct Item: Decodable {
    let status: String
    let labels: [String: String]
    let annotations: [String: String]
    let startsAt: String
    let fingerprint: String
    let generatorURL: String
  }

  struct Body: Decodable {
    let receiver: String
    let status: String
    let alerts: [Item]
  }

  let path: String
  /// In seconds, by a clock that is never set.
  let at: Double
  let body: Body
}

/// A server of webhooks, good and bad ones, on a free port: the path says how it behaves.
final class WebhookReceiver: Sendable {
  private let peer: PeerProcess

  private init(_ peer: PeerProcess) { self.peer = peer }

  /// Starts it, and returns when it listens.
  static func start() async throws -> WebhookReceiver {
    let peer = try await PeerProcess.start(["/usr/bin/python3", "-c", script], telling: .output) { Int($0) }
    return WebhookReceiver(peer)
  }

  /// Of a webhook that behaves as the script's function of this name.
  func url(_ behaviour: String) -> String { "http://127.0.0.1:\(peer.port)/\(behaviour)" }

  /// Everything so far, in the order of arrival, or what one webhook has received.
  func messages(_ behaviour: String? = nil) async throws -> [ReceivedMessage] {
    let answer = try await HTTP.request("GET", "/", port: peer.port)
    let messages = try JSONDecoder().decode([ReceivedMessage].self, from: Data(answer.body.utf8))
    return messages.filter { behaviour == nil || $0.path == behaviour.map { "/\($0)" } }
  }

  /// All alerts that one webhook was told of, message by message.
  func items(_ behaviour: String) async throws -> [ReceivedMessage.Item] { try await messages(behaviour).flatMap(\.body.alerts) }

  private static let script = """
    import json, socket, struct, threading, time
    from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

    seen, lock = [], threading.Lock()

    class Receiver(BaseHTTPRequestHandler):
        def do_GET(self):
            with lock:
                self.answer(200, json.dumps(seen).encode())

        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with lock:
                tries = sum(one["path"] == self.path for one in seen)
                seen.append({"path": self.path, "at": time.monotonic(), "body": body})
            getattr(self, self.path[1:])(tries)

        def answer(self, status, body=b"", **headers):
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(body)

        def good(self, tries):
            self.answer(200)

        def hang(self, tries):
            self.connection.recv(1)

        def reset(self, tries):
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            for stream in (self.rfile, self.wfile, self.connection):
                stream.close()

        def broken_once(self, tries):
            self.answer(200 if tries else 500)

        def busy_once(self, tries):
            self.answer(200) if tries else self.answer(429, Retry_After="3")

        def garbage(self, tries):
            self.wfile.write(b"\\0\\xff\\x16\\x03 nothing that HTTP knows\\r\\n\\r\\n")

        def refuse(self, tries):
            self.answer(400, b"no such thing")

        def log_message(self, *words):
            pass

    class Server(ThreadingHTTPServer):
        request_queue_size = 128

    server = Server(("127.0.0.1", 0), Receiver)
    print(server.server_port, flush=True)
    server.serve_forever()
    """
}
