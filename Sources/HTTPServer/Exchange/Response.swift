package import NIOCore
package import NIOHTTP1

/// What a request is responded with. `Date`, `Connection` and the framing are the server's.
package struct Response: Sendable {
  /// What follows the header.
  package enum Body: Sendable {
    case none
    case bytes(ByteBuffer)
    /// Written as it comes into being; its end is the end of the closure. It is cancelled when the connection is gone.
    case stream(@Sendable (StreamWriter) async throws -> Void)
  }

  /// What became of the request.
  package var status: HTTPResponseStatus
  /// The header fields, in their order.
  package var headers: HTTPHeaders
  /// What follows them.
  package let body: Body

  /// Adds the length of a body that is known.
  package init(status: HTTPResponseStatus, headers: HTTPHeaders = [:], body: Body = .none) {
    self.status = status
    self.headers = headers
    self.body = body
    guard !headers.contains(name: "content-length") else { return }
    switch body {
    case .none: self.headers.add(name: "Content-Length", value: "0")
    case .bytes(let bytes): self.headers.add(name: "Content-Length", value: "\(bytes.readableBytes)")
    case .stream: break
    }
  }

  /// The same without its body, as HEAD wants it.
  package var withoutBody: Response { Response(status: status, headers: headers) }
}
