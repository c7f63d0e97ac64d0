import Rendering
package import Samples
package import Snapshots
package import Storage

/// What of an application is asked for.
package struct AppQuery: Hashable, Sendable {
  /// Its name.
  package var app: String
  /// From here …
  package var since: TimePoint
  /// … until here; `nil`: now.
  package var until: TimePoint?

  private static let mostStalls = 100

  init(_ app: String, _ query: [(name: String, value: String)]) throws(APIProblem) {
    let parameters = try Parameters(query, of: "/api/v1/apps/NAME", known: ["since", "until"])
    self.app = app
    since = try parameters.time("since") ?? .ago(seconds: 6 * 3600)
    until = try parameters.time("until")
  }

  /// - Throws: `APIProblem`: the window is empty, there is no such application, or the history cannot be read.
  func json(_ snapshot: AgentSnapshot, _ source: HistorySource) throws(APIProblem) -> String {
    let (since, until) = (since.instant(from: snapshot.at), until?.instant(from: snapshot.at) ?? snapshot.at)
    guard since <= until else {
      throw APIProblem(.badData, "the window is empty: since \(since.rfc3339) is after until \(until.rfc3339)")
    }
    let excerpt = try source.read { reader in
      try AppQuery.check(app, snapshot, reader)
      return try reader.appExcerpt(app, since: since, until: until, stalls: Self.mostStalls)
    }
    do {
      return try Self.json(of: excerpt, snapshot)
    } catch {
      throw APIProblem(.unavailable, "the answer cannot be written as JSON: \(error)")
    }
  }

  /// What an excerpt tells, as a line.
  package static func json(of excerpt: AppExcerpt, _ snapshot: AgentSnapshot) throws -> String {
    try JSONLine.text(JSONAppDetail(excerpt, snapshot.judged(app: excerpt.app)))
  }

  /// - Throws: `APIProblem`: there is no such application, neither now nor in the last 30 days; and what reading throws.
  package static func check(_ app: String, _ snapshot: AgentSnapshot, _ reader: HistoryReader?) throws {
    if snapshot.appNames.contains(app) { return }
    let kept = try reader?.apps(since: snapshot.at.advanced(bySeconds: -PageWindow.month.seconds), until: snapshot.at) ?? []
    guard kept.contains(app) else { throw APIProblem(noApp: app, known: Set(snapshot.appNames + kept).sorted()) }
  }
}
