import CLinux
import Glibc

/// How many files this process may have open, and how many it has.
package enum DescriptorSupply {
  /// Those with higher numbers are few, where the limit is higher.
  private static let counted: Int32 = 1024

  /// As many as it may have (RLIMIT_NOFILE).
  package static var limit: Int {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return Int(counted) }
    return Int(clamping: limit.rlim_cur)
  }

  /// As many as it has.
  package static var open: Int {
    (0..<min(counted, Int32(clamping: limit))).count { fcntl($0, F_GETFD) >= 0 }
  }

  /// As many as it may still open.
  package static var left: Int { max(0, limit - open) }

  /// Makes sure that some more can be opened.
  ///
  /// - Throws: `DescriptorShortage`, which tells the limit that would do.
  package static func require(_ more: Int) throws(DescriptorShortage) {
    let (limit, open) = (limit, open)
    guard limit - open >= more else { throw DescriptorShortage(limit: limit, needed: open + more) }
  }
}

/// Too few files may be open at a time.
package struct DescriptorShortage: Error, Hashable, CustomStringConvertible {
  /// As it is.
  package let limit: Int
  /// As it would have to be.
  package let needed: Int

  package var description: String {
    "at most \(limit) files may be open, and \(needed) are needed: raise the hard limit (ulimit -Hn \(needed), LimitNOFILE=\(needed), "
      + "--ulimit nofile=\(needed))"
  }
}
