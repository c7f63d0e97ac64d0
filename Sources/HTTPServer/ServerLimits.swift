/// How much of the server one connection, and all of them together, may take.
package struct ServerLimits: Sendable {
  /// Open connections. One more takes the place of the connection that has been idle longest.
  package var maxConnections = 256
  /// Connections beyond those that are told so: that takes a descriptor, too.
  package var maxTurnedAway = 32
  /// From the first byte of a request to the end of its header; also how long a TLS handshake may take.
  package var headerTimeout = Duration.seconds(5)
  /// From the first byte of a request to its last.
  package var requestTimeout = Duration.seconds(10)
  /// Between requests, and before the first.
  package var idleTimeout = Duration.seconds(60)
  /// How long a peer may read nothing while bytes wait for it.
  package var writeTimeout = Duration.seconds(10)
  /// How long a connection that was closed for writing stays open for the peer to read what was written.
  package var lingerTimeout = Duration.seconds(1)
  /// From the wish to stop until connections that are still busy are cut off.
  package var stopTimeout = Duration.seconds(2)
  /// Request line and header fields together, in bytes.
  package var maxHeaderBytes = 16 << 10
  /// Header fields.
  package var maxHeaders = 100
  /// Request target, in bytes.
  package var maxTarget = 8 << 10
  /// Request body, in bytes.
  package var maxBody = 64 << 10

  /// The limits of an agent whose few readers are browsers and Prometheus.
  package init() {}

  /// The same, with no more connections than there are descriptors for them.
  package init(descriptors: Int) {
    maxTurnedAway = min(maxTurnedAway, descriptors / 4)
    maxConnections = min(maxConnections, descriptors - maxTurnedAway)
  }
}
