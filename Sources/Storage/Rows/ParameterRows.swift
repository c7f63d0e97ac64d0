import GRDB
import Samples

/// What runs were asked to do. Equal parameters are kept once.
extension Database {
  func insert(_ parameters: RunParameters?, runID: Int64) throws {
    guard let parameters else { return }
    let text = try JSONColumn.text(parameters)
    try cachedStatement(sql: "INSERT OR IGNORE INTO run_parameters (parameters) VALUES (?)").execute(arguments: [text])
    try cachedStatement(
      sql: "UPDATE runs SET parameters_id = (SELECT id FROM run_parameters WHERE parameters = ?) WHERE id = ?"
    ).execute(arguments: [text, runID])
  }
}
