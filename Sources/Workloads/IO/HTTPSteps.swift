/// What `http` steps and their server say to each other.
enum HTTPSteps {
  static let body = "ok\n"

  /// The path that is answered after so many nanoseconds.
  static func path(waiting nanoseconds: Int64) -> String { "/wait/\(nanoseconds)" }
}
