import NIOCore

/// An answer that no route gives, as the bytes that go out.
enum ErrorAnswer {
  /// To a request that is refused.
  static func refusal(_ refusal: RequestRefusal) -> ByteBuffer { bytes(refusal.status, text: refusal.text) }

  /// To a connection that finds no room.
  static var busy: ByteBuffer {
    bytes("503 Service Unavailable", text: "all connections are busy: try again", extra: "Retry-After: 1\r\n")
  }

  private static func bytes(_ status: String, text: String, extra: String = "") -> ByteBuffer {
    ByteBuffer(
      string: """
        HTTP/1.1 \(status)\r
        Date: \(HTTPDate.now)\r
        \(extra)Connection: close\r
        Content-Type: text/plain; charset=utf-8\r
        X-Content-Type-Options: nosniff\r
        Content-Length: \(text.utf8.count + 1)\r
        \r
        \(text)

        """)
  }
}
