import Glibc

/// Standard output and error, unbuffered: a line is there when it was written, also in a pipe.
enum StandardStream: Int32 {
  case output = 1
  case error = 2

  /// Writes all of it; what the other end does not take is lost without a word.
  func write(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(rawValue, $0.baseAddress, $0.count) }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { return }
      rest = rest.dropFirst(written)
    }
  }
}
