package import NIOCore

extension RequestPhase {
  /// Something that happens to the connection.
  package enum Event: Sendable {
    /// The handshake of TLS has ended well.
    case handshakeCompleted
    /// There is a responder now; before, bytes are only kept.
    case opened
    /// Bytes have come from the peer.
    case received(ByteBuffer)
    /// Follows `Action.forward`: the parser has seen the bytes.
    case forwarded
    /// Follows `Action.claim`: the connection counts as busy.
    case claimed
    /// Follows `Action.claim`: the connection was closed for another one.
    case evicted
    /// Follows `Action.completeRead`.
    case readCompleted
    /// The pipeline wants to read more.
    case readWanted
    /// The parser has seen the end of the request.
    case requestEnded
    /// What comes is no request, or not one that is answered.
    case refused(RequestRefusal)
    /// The header of the response goes out. A stream is a response whose header does not tell where it ends.
    case responseBegan(isStream: Bool)
    /// A part of a stream goes out.
    case streamed
    /// The last part of the response is written.
    case responseWritten
    /// The kernel has taken the last part of the response.
    case responseSent
    /// The connection is not to outlive the present response.
    case lastResponse
    /// The responder is done with the connection.
    case responderLeft
    /// The peer has closed its side.
    case inputClosed
    /// A last word was written by other means: only the peer's leaving is waited for.
    case lingering
    /// What is under way ends, and nothing else begins.
    case quiescing
    /// The connection is to be closed at once.
    case aborted
    /// The channel reports an error.
    case failed
    /// The deadline has passed.
    case expired
    /// The channel is closed.
    case closed
  }
}
