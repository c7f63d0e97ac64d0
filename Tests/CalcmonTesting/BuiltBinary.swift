import Foundation

/// The `calcmon` that was built together with the tests.
package enum BuiltBinary {
  /// Beside the running test bundle.
  package static let path = find("calcmon")

  /// What runs a program to which the kernel denies system calls.
  package static let deny = find("deny")

  private static func find(_ name: String) -> String {
    let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    let candidates = [bundle] + CommandLine.arguments
    for candidate in candidates {
      let path = URL(fileURLWithPath: candidate).deletingLastPathComponent().appendingPathComponent(name).path
      if FileManager.default.isExecutableFile(atPath: path) { return path }
    }
    return "\(Repository.root)/.build/release/\(name)"
  }
}
