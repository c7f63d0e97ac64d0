import Foundation

/// An HTTP server that does what the path says: `/ok`, `/503`, `/302`, `/huge`, `/half`, `/never`, `/once` (it closes the connection after the
/// answer without having said so), `/connections` (how many there were).
package enum ScriptedServer {
  private static let script = #"""
    import socket, ssl, sys, threading
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    tls = None
    if len(sys.argv) > 1:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(sys.argv[1], sys.argv[2])
    print(listener.getsockname()[1], flush=True)
    connections = 0

    def answer(status, body=b"", more=""):
        return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{more}\r\n".encode() + body

    def serve(connection):
        if tls:
            connection = tls.wrap_socket(connection, server_side=True)
        while True:
            head = b""
            while b"\r\n\r\n" not in head:
                head += (data := connection.recv(65536))
                if not data:
                    return
            path = head.split()[1].decode()
            if path == "/503": connection.sendall(answer("503 Busy"))
            elif path == "/302": connection.sendall(answer("302 Found", more="Location: /ok\r\n"))
            elif path == "/half": connection.sendall(answer("200 OK", b"abc")[:-1]); return
            elif path == "/never": connection.recv(1); return
            elif path == "/once": connection.sendall(answer("200 OK", b"abc")); return
            elif path == "/connections": connection.sendall(answer("200 OK", str(connections).encode()))
            elif path == "/huge":
                connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
                for _ in range(70): connection.sendall(b"100000\r\n" + bytes(1 << 20) + b"\r\n")
                connection.sendall(b"0\r\n\r\n")
            elif b"Authorization: Basic dXNlcjpzZWNyZXQ=" in head or b"authorization: Basic dXNlcjpzZWNyZXQ=" in head:
                connection.sendall(answer("200 OK", b"abc"))
            else: connection.sendall(answer("401 Who"))

    def guarded(connection):
        try: serve(connection)
        except OSError: pass
        finally: connection.close()

    while True:
        connection, _ = listener.accept()
        connections += 1
        threading.Thread(target=guarded, args=(connection,), daemon=True).start()
    """#

  /// Starts it.
  ///
  /// - Parameter tls: the files of a certificate and its key.
  package static func start(tls: (certificate: String, key: String)? = nil) async throws -> PeerProcess {
    try await PeerProcess.start(
      ["python3", "-u", "-c", script] + (tls.map { [$0.certificate, $0.key] } ?? []), telling: .output, port: { Int($0) })
  }
}
