import Rendering
import Samples

/// An address at which there is no page, and what may have been meant.
package struct MissingPage: Sendable {
  /// What is wrong, in a sentence.
  package let message: String
  /// What may have been meant, and what there is.
  package let ways: [ErrorPage.Way]

  private static let pages = ["runs", "alerts", "apps", "simulator"]
  /// What people try for the status page.
  private static let status = ["status", "index", "index.html", "home", "dashboard"]
  private static let others = [
    ["metrics"], ["runbooks"], ["-", "healthy"], ["-", "ready"], ["api", "v1", "status"], ["api", "v1", "runs"],
    ["api", "v1", "targets"], ["api", "v1", "alerts"], ["api", "v1", "apps"],
  ]

  /// - Parameters:
  ///   - path: its parts, with percent-encoding undone.
  ///   - runbooks: the names of those that there are.
  package init(_ path: [String], runbooks: [String]) {
    let name = "/" + path.joined(separator: "/")
    if path.first == "runbooks" {
      let nearest = path.count == 2 ? NearestWord.of(path[1], among: runbooks) : nil
      message =
        path.count == 2
        ? "there is no runbook \(path[1].quoted)\(Self.hint(nearest.map { "/runbooks/\($0)" }))"
        : "a runbook has the name of its alert: /runbooks/\(runbooks.first ?? "NAME")"
      ways = (nearest.map { [$0] } ?? runbooks).map { .init("/runbooks/\(PercentEncoding.text($0))", "Runbook \($0)") }
      return
    }
    let meant = Self.nearest(path)
    message = "there is no page \(name.quoted)\(Self.hint(meant))"
    ways =
      (meant.map { [ErrorPage.Way($0, "To \($0)")] } ?? [])
      + Self.pages.filter { "/\($0)" != meant }.map { .init("/\($0)", "To /\($0)") }
  }

  private static func hint(_ meant: String?) -> String { meant.map { "; did you mean \($0)?" } ?? "" }

  /// The path of a page or an address that is nearly this one; `nil`: none is.
  private static func nearest(_ path: [String]) -> String? {
    guard let first = path.first else { return nil }
    if path.count == 1, status.contains(first.lowercased()) { return "/" }
    if let page = NearestWord.of(first.lowercased(), among: pages) {
      let id = path.count == 2 && page != "simulator" && path[1].allSatisfy { $0.isASCII && $0.isHexDigit } ? path[1] : nil
      let whole = id.map { "/\(page)/\($0)" } ?? "/\(page)"
      return whole == "/" + path.joined(separator: "/") ? "/\(page)" : whole
    }
    return NearestWord.of("/" + path.joined(separator: "/"), among: others.map { "/" + $0.joined(separator: "/") })
  }
}
