/// A document, and the status under which it is sent.
package struct Document: Sendable {
  /// The status code of HTTP.
  package var status: Int
  /// The media type, with its charset if it is text.
  package var contentType: String
  /// The document, not compressed.
  package var body: [UInt8]
  /// Whether it never changes at its address.
  package var isImmutable: Bool
  /// Beside those that every answer has.
  package var headers: [(name: String, value: String)] = []
  /// Writes what follows the body, piece by piece, each when there is room for it; an error cuts the answer off, so that its end is missing.
  package var rest: (@Sendable (_ write: @escaping @Sendable ([UInt8]) async throws -> Void) async throws -> Void)?

  package init(status: Int = 200, contentType: String, body: [UInt8], isImmutable: Bool = false) {
    self.status = status
    self.contentType = contentType
    self.body = body
    self.isImmutable = isImmutable
  }

  /// HTML.
  package static func html(_ text: String, status: Int = 200) -> Document {
    Document(status: status, contentType: "text/html; charset=utf-8", body: Array(text.utf8))
  }

  /// JSON.
  package static func json(_ text: String, status: Int = 200) -> Document {
    Document(status: status, contentType: "application/json", body: Array(text.utf8))
  }

  /// A sentence.
  package static func text(_ text: String, status: Int = 200) -> Document {
    Document(status: status, contentType: "text/plain; charset=utf-8", body: Array(text.utf8))
  }
}
