import Glibc

/// Names of threads, as `ps -T` shows them.
enum ThreadName {
  /// Of the calling thread.
  static func own() -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 32) { buffer in
      guard let base = buffer.baseAddress, pthread_getname_np(pthread_self(), base, buffer.count) == 0 else { return "" }
      return String(cString: base)
    }
  }
}
