import Exposition
import HTTPServer
import NIOCore
import NIOHTTP1

extension Request {
  var allowsGzip: Bool { AcceptEncoding.allowsGzip(headers["accept-encoding"]) }
}

extension Response {
  /// Shorter documents are not made smaller by gzip.
  private static let smallestCompressed = 1024

  /// What a page may load and do: what comes from here, and nothing else; its forms ask this server.
  private static let pagePolicy =
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; "
    + "form-action 'self'; frame-ancestors 'none'"
  private static let otherPolicy = "default-src 'none'; frame-ancestors 'none'"

  /// A document in the encoding that is asked for.
  static func document(_ document: Document, _ request: Request) -> Response {
    if let rest = document.rest { return stream(document, rest) }
    let isCompressed = document.body.count >= smallestCompressed && request.allowsGzip
    var response = bytes(
      isCompressed ? Gzip.compress(document.body) : document.body, type: document.contentType,
      status: HTTPResponseStatus(statusCode: document.status),
      isCompressed: isCompressed, varies: "Accept-Encoding")
    if response.status == .serviceUnavailable { response.headers.add(name: "Retry-After", value: "1") }
    if document.isImmutable { response.headers.replaceOrAdd(name: "Cache-Control", value: "public, max-age=31536000, immutable") }
    if document.contentType.hasPrefix("text/html") {
      response.headers.replaceOrAdd(name: "Content-Security-Policy", value: pagePolicy)
    }
    for header in document.headers { response.headers.replaceOrAdd(name: header.name, value: header.value) }
    return response
  }

  /// A document whose length is not known when it begins.
  private static func stream(
    _ document: Document, _ rest: @escaping @Sendable (@escaping @Sendable ([UInt8]) async throws -> Void) async throws -> Void
  ) -> Response {
    let begin = document.body
    return Response(
      status: HTTPResponseStatus(statusCode: document.status), headers: safe(document.contentType),
      body: .stream { writer in
        if !begin.isEmpty { try await writer.write(ByteBuffer(bytes: begin)) }
        try await rest { try await writer.write(ByteBuffer(bytes: $0)) }
      })
  }

  /// A body that is already in its encoding.
  static func bytes(
    _ bytes: [UInt8], type: String, status: HTTPResponseStatus = .ok, isCompressed: Bool = false, varies: String? = nil
  ) -> Response {
    var headers = safe(type)
    if isCompressed { headers.add(name: "Content-Encoding", value: "gzip") }
    if let varies { headers.add(name: "Vary", value: varies) }
    return Response(status: status, headers: headers, body: .bytes(ByteBuffer(bytes: bytes)))
  }

  /// Why something is not answered, as a sentence.
  static func refusal(_ status: HTTPResponseStatus, _ reason: String) -> Response {
    bytes(Array("\(reason)\n".utf8), type: "text/plain; charset=utf-8", status: status)
  }

  /// There is too much to do at the moment.
  static func comeAgain(_ reason: String, status: HTTPResponseStatus = .serviceUnavailable) -> Response {
    var response = refusal(status, reason)
    response.headers.add(name: "Retry-After", value: "1")
    return response
  }

  static func redirect(to path: String) -> Response {
    var response = refusal(.found, "see \(path)")
    response.headers.add(name: "Location", value: path)
    return response
  }

  /// - Parameter body: without an end that is known.
  static func eventStream(_ body: Response.Body) -> Response {
    Response(status: .ok, headers: safe("text/event-stream"), body: body)
  }

  private static func safe(_ type: String) -> HTTPHeaders {
    [
      "Content-Type": type, "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff",
      "Content-Security-Policy": otherPolicy, "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer",
      "Cross-Origin-Resource-Policy": "same-origin",
    ]
  }
}
