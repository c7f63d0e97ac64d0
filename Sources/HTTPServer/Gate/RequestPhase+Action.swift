package import NIOCore

extension RequestPhase {
  /// What is to be done.
  package enum Action: Equatable, Sendable {
    case none
    /// Gives bytes to the parser, if need be after the interim response 100. Then `Event.forwarded`.
    case forward(ByteBuffer, afterContinue: Bool)
    /// Takes the connection out of those that may be evicted. Then `Event.claimed` or `Event.evicted`.
    case claim
    /// Counts the connection among those that may be evicted, and reads if that was held back.
    case release(thenRead: Bool)
    /// Tells the pipeline that a read is complete. Then `Event.readCompleted`.
    case completeRead
    /// Asks the channel for more bytes.
    case read
    /// Counts the refusal, writes the response that says why, and goes on as with `finish`.
    case refuse(RequestRefusal)
    /// Counts the connection among those that may be evicted, closes it for writing, and reads until the peer closes, too.
    case finish
    /// Counts the event, and closes both ways without a word.
    case abort(ServerEvent?)
  }
}
