/// What the server needs to know of a request's header before it is parsed: where it ends, how its body is framed, and whether the
/// connection outlives it.
struct RequestHead: Equatable {
  /// How the end of the body is found (RFC 9112, section 6.3).
  enum Body: Equatable {
    case none
    case length(Int)
    case chunked
  }

  /// Bytes, with the empty line at the end.
  var length = 0
  var body = Body.none
  var isHTTP10 = false
  var keepsAlive = true
  var expectsContinue = false
}
