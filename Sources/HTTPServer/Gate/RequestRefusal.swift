/// Why a request never reaches a route. The connection is closed after the answer, as nobody knows where the next request begins.
package enum RequestRefusal: String, Error, Sendable, CaseIterable {
  case notHTTP = "not_http"
  case plainTextOnTLS = "plain_text_on_tls"
  case unsupportedVersion = "unsupported_version"
  case badTarget = "bad_target"
  case targetTooLong = "target_too_long"
  case headerTooLarge = "header_too_large"
  case tooManyHeaders = "too_many_headers"
  case badHeader = "bad_header"
  case badLineEnd = "bad_line_end"
  case foldedHeader = "folded_header"
  case noHost = "no_host"
  case manyHosts = "many_hosts"
  case badHost = "bad_host"
  case badContentLength = "bad_content_length"
  case manyContentLengths = "many_content_lengths"
  case lengthAndCoding = "length_and_coding"
  case unknownCoding = "unknown_coding"
  case bodyTooLarge = "body_too_large"
  case unknownExpectation = "unknown_expectation"
  case malformed = "malformed"
  case headerTimeout = "header_timeout"
  case requestTimeout = "request_timeout"
  case noAnswer = "no_answer"

  /// The status and its reason phrase (RFC 9110, section 15; RFC 6585, section 5).
  var status: String {
    switch self {
    case .headerTimeout, .requestTimeout: "408 Request Timeout"
    case .bodyTooLarge: "413 Content Too Large"
    case .targetTooLong: "414 URI Too Long"
    case .unknownExpectation: "417 Expectation Failed"
    case .headerTooLarge, .tooManyHeaders: "431 Request Header Fields Too Large"
    case .noAnswer: "500 Internal Server Error"
    case .unknownCoding: "501 Not Implemented"
    case .unsupportedVersion: "505 HTTP Version Not Supported"
    default: "400 Bad Request"
    }
  }

  /// The number of the status.
  package var code: Int { Int(status.prefix { $0 != " " }) ?? 400 }

  /// What was wrong, for a reader.
  var text: String {
    switch self {
    case .notHTTP: "this is not an HTTP/1.1 request"
    case .plainTextOnTLS: "this port speaks TLS: use https"
    case .unsupportedVersion: "use HTTP/1.1"
    case .badTarget: "the request target must be a path that begins with '/', or an http URL, in printable ASCII"
    case .targetTooLong: "the request target is too long"
    case .headerTooLarge: "the header is too large"
    case .tooManyHeaders: "there are too many header fields"
    case .badHeader: "a header field has no colon, a character that is not allowed, or a space before its colon"
    case .badLineEnd: "a line does not end with CR LF"
    case .foldedHeader: "a header field goes on in a second line"
    case .noHost: "there is no Host header"
    case .manyHosts: "there is more than one Host header"
    case .badHost: "the Host header is no host"
    case .badContentLength: "Content-Length is not a number"
    case .manyContentLengths: "there is more than one Content-Length"
    case .lengthAndCoding: "Content-Length and Transfer-Encoding exclude each other, and HTTP/1.0 has no Transfer-Encoding"
    case .unknownCoding: "the only Transfer-Encoding that is read is chunked"
    case .bodyTooLarge: "the body is too large"
    case .unknownExpectation: "the only expectation that can be met is 100-continue"
    case .malformed: "the request is malformed"
    case .headerTimeout: "the header took too long"
    case .requestTimeout: "the request took too long"
    case .noAnswer: "the request could not be answered"
    }
  }
}
