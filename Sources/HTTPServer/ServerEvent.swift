/// What the server did with a connection or a request, for whoever counts it.
package enum ServerEvent: Sendable, Hashable {
  /// A connection was taken.
  case accepted
  /// The connection that was idle longest was closed, to make room or to free a descriptor.
  case evicted
  /// Every connection was busy: one more was answered 503, or closed.
  case turnedAway
  /// A connection was idle for too long.
  case idled
  /// A peer did not read for too long.
  case stalled
  /// A TLS handshake failed, took too long, or there was no certificate for it.
  case handshakeFailed
  /// A request was answered with an error before a route saw it.
  case refused(RequestRefusal)
  /// A connection could not be taken, by error number: for want of descriptors, most likely.
  case acceptFailed(errno: Int32)
}
