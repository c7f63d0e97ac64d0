import Glibc

/// Who works with this process.
package enum UserName {
  /// The user who became another by sudo; else the one of this process, by name, or by number if it has no name.
  package static var current: String {
    EnvironmentVariable.text("SUDO_USER") ?? EnvironmentVariable.text("USER") ?? named(getuid()) ?? "user \(getuid())"
  }

  /// `nil` if nobody has this number.
  private static func named(_ id: uid_t) -> String? {
    var entry = passwd()
    var found: UnsafeMutablePointer<passwd>?
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16384) { buffer in
      guard let base = buffer.baseAddress, getpwuid_r(id, &entry, base, buffer.count, &found) == 0, found != nil else {
        return nil
      }
      return entry.pw_name.map { String(cString: $0) }
    }
  }
}
