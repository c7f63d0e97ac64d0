import CalcmonTesting
import Runs
import Samples
import Storage

/// A folder with a history, and short words for what tests do with it.
struct StoreFolder {
  static let now = Timestamp(milliseconds: 1_700_000_000_000)
  let directory: TemporaryDirectory
  var path: String { directory.file("calcmon.db") }

  init() throws { directory = try TemporaryDirectory() }

  func open(at now: Timestamp = now) throws -> HistoryStore {
    try HistoryStore(path: path, version: "test", pid: 1, at: now)
  }

  func reader() throws -> HistoryReader { try HistoryReader(path: path) }

  /// What the shell answers.
  func sqlite(_ sql: String) async throws -> String { try await Tool.output("sqlite3", [path, sql]) }

  /// The same without the shell, for tests that read beside an open store: to look at a file as a reader does lets go of this process' locks
  /// on it, and the shell would take the log for nobody's.
  func rows(_ sql: String) throws -> String {
    let database = try PlainDatabase(path)
    defer { database.close() }
    return try database.rows(sql).map { $0.joined(separator: "|") }.joined(separator: "\n")
  }

  /// A window around `now`, in seconds.
  static func window(_ since: Double, _ until: Double) -> HistoryFilter {
    HistoryFilter(since: now.advanced(bySeconds: since), until: now.advanced(bySeconds: until))
  }
}
