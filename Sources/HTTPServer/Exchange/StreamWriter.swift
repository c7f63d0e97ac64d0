package import NIOCore

/// Writes the body of a response bit by bit.
package struct StreamWriter: Sendable {
  let outbound: NIOAsyncChannelOutboundWriter<ResponsePart>

  /// Returns when there is room for more.
  /// - Throws: if the connection is gone, or the task cancelled.
  package func write(_ bytes: ByteBuffer) async throws { try await outbound.write(.body(bytes)) }
}
