import Glibc

/// Writing to a descriptor until all is written.
enum DescriptorWrite {
  /// Why it ended before.
  struct Failure {
    let errno: Int32
    /// Whether a part of it was written.
    let isTorn: Bool
  }

  /// Waits as long as the other end takes nothing, also if another program has made the descriptor non-blocking.
  static func all(_ bytes: some Collection<UInt8>, to descriptor: Int32) -> Failure? {
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if written > 0 {
        rest = rest.dropFirst(written)
      } else if written < 0, errno == EAGAIN {
        var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&ready, 1, -1)
      } else if written == 0 || errno != EINTR {
        return Failure(errno: written == 0 ? EIO : errno, isTorn: rest.startIndex > 0)
      }
    }
    return nil
  }
}
