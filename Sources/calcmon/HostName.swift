import Glibc

/// What this host is called.
enum HostName {
  /// As `uname -n` says it, without a domain if it has none; empty if the kernel does not say.
  static var current: String {
    var names = utsname()
    guard uname(&names) == 0 else { return "" }
    return withUnsafeBytes(of: &names.nodename) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}
