import CLinux

/// What this binary is.
package struct BuildInfo: Hashable, Sendable {
  /// Of calcmon, such as `0.1.0`.
  package let version: String
  /// The commit that it was built from.
  package let revision: String
  /// Of the compiler.
  package let swiftVersion: String

  /// Describes any build; that of the running binary is `current`.
  package init(version: String, revision: String, swiftVersion: String) {
    self.version = version
    self.revision = revision
    self.swiftVersion = swiftVersion
  }

  /// Of the running binary.
  package static let current = BuildInfo(
    version: "0.1.0", revision: String(cString: calcmon_revision()), swiftVersion: compiler)

  #if compiler(>=6.4)
    private static let compiler = "6.4 or later"
  #elseif compiler(>=6.3)
    private static let compiler = "6.3"
  #else
    private static let compiler = "6.2"
  #endif

  /// `0.1.0 (revision 0123456789ab)`
  package var text: String { "\(version) (revision \(revision.prefix(12)))" }
}
