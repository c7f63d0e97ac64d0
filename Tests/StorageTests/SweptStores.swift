import CalcmonTesting
import Samples
import Storage

extension SweptStore {
  /// The stores that every sweep goes over. **The history is plugged in here, and only here.**
  static let all: [SweptStore] = [PlainStore.store(synchronous: "NORMAL"), history]

  private static let start = Timestamp(milliseconds: 1_700_000_000_000)

  private static let history = SweptStore(
    name: "history",
    open: { path in
      let store = try HistoryStore(path: path, version: "test", pid: 1, at: start)
      return Session(
        write: { number in
          try await store.write([.run(Records.completed(at: start.advanced(bySeconds: Double(number) * 10)))])
        }, close: { try await store.close(at: start) })
    },
    batches: { database in
      guard try database.text("SELECT count(*) FROM sqlite_schema WHERE name = 'runs'") == "1" else { return [:] }
      let runs = try database.rows("SELECT (started_ms - \(start.milliseconds)) / 10000, count(*) FROM runs GROUP BY 1")
      let batches = Dictionary(uniqueKeysWithValues: runs.map { (Int($0[0]) ?? 0, Int($0[1]) ?? 0) })
      // Twenty samples of five quantities each.
      guard try database.text("SELECT count(*) FROM samples") == String(100 * batches.values.reduce(0, +)) else {
        throw HalfBatch()
      }
      return batches
    })
}
