import Glibc

/// A connection whose first line was heard. It is closed as soon as this is gone.
final class ProbeConnection: Sendable {
  /// What there was to read at a moment.
  enum Reading {
    case bytes(Int)
    /// Nothing more has come yet.
    case nothing
    /// The other end has closed it, or it is broken.
    case end
  }

  /// Tells connections apart; never used again.
  let number: Int
  /// What was read of it so far.
  let heard: [UInt8]
  let peer: AppPeer
  let descriptor: Int32

  /// - Parameter descriptor: of its socket; belongs to this from now on.
  init(_ number: Int, _ peer: AppPeer, descriptor: Int32, heard: [UInt8]) {
    self.number = number
    self.peer = peer
    self.descriptor = descriptor
    self.heard = heard
  }

  deinit { close(descriptor) }

  /// Never waits.
  func read(into buffer: inout [UInt8]) -> Reading {
    let count = buffer.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, Int32(MSG_DONTWAIT)) }
    if count > 0 { return .bytes(count) }
    return count < 0 && (errno == EAGAIN || errno == EINTR) ? .nothing : .end
  }
}
