package import NIOCore
package import NIOHTTP1

/// A whole request: all of it has come.
package struct Request: Sendable {
  /// What is to be done.
  package let method: HTTPMethod
  /// What it is about.
  package let target: RequestTarget
  /// The header fields, in their order.
  package let headers: HTTPHeaders
  /// The body without its framing; empty if there is none.
  package let body: ByteBuffer
  /// The address at which it came, as text; `nil` if the connection is gone.
  package let localHost: String?

  init(_ head: HTTPRequestHead, body: ByteBuffer, localHost: String?) {
    method = head.method
    target = RequestTarget(head.uri)
    headers = head.headers
    self.body = body
    self.localHost = localHost
  }

  /// For whom it is, by the header `Host`: a name or an address, which may have a port.
  package var authority: String? { headers.first(name: "host") }

  /// All values of a header field as one, as a list is written (RFC 9110, section 5.3); `nil` if there is none.
  package func header(_ name: String) -> String? {
    let values = headers[name]
    return values.isEmpty ? nil : values.joined(separator: ", ")
  }
}
