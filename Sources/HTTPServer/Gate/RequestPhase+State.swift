extension RequestPhase {
  /// How far a response is.
  enum Progress: Equatable {
    case awaited
    case begun
    /// Begun, and only the peer's leaving ends it.
    case streaming
    case written
  }

  /// What the connection is in the middle of.
  enum State {
    case handshaking
    case idle
    case header(RequestHeadScanner)
    case body(missing: Int)
    case chunks(received: Int)
    case responding(Progress)
    /// Everything is written; what comes is thrown away until the peer closes, too.
    case closing
    case closed
  }
}
