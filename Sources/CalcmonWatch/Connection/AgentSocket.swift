import Glibc

/// Where the agent listens to applications.
enum AgentSocket {
  private static let standard = "/run/calcmon/apps.sock"

  /// What was named, what `CALCMON_SOCKET` says, or the usual place.
  static func path(named: String?) -> String {
    if let named, !named.isEmpty { return named }
    let told = getenv("CALCMON_SOCKET").map { String(cString: $0) } ?? ""
    return told.isEmpty ? standard : told
  }
}
