import CalcmonTesting

/// A store of nothing but SQLite, with the settings of the history: it tells a fault of the harness from one of the history.
enum PlainStore {
  private static let pointsInBatch = 20

  /// Checkpoints after each few pages, so that a short run has all that a long one has.
  static func store(synchronous: String, isDurable: Bool = false) -> SweptStore {
    SweptStore(
      name: "plain, synchronous \(synchronous)", isDurable: isDurable, open: { try open($0, synchronous: synchronous) },
      batches: batches)
  }

  private static func open(_ path: String, synchronous: String) throws -> SweptStore.Session {
    let database = try PlainDatabase(path)
    try database.rows("PRAGMA auto_vacuum = INCREMENTAL")
    try database.rows("PRAGMA journal_mode = WAL")
    try database.rows("PRAGMA synchronous = \(synchronous); PRAGMA wal_autocheckpoint = 12")
    try database.transaction {
      try database.rows(
        """
        CREATE TABLE IF NOT EXISTS runs (number INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS points (run INTEGER NOT NULL, value BLOB NOT NULL);
        CREATE INDEX IF NOT EXISTS points_by_run ON points (run)
        """)
    }
    return SweptStore.Session(
      write: { number in
        try database.transaction {
          try database.rows("INSERT INTO runs VALUES (\(number))")
          for _ in 0..<pointsInBatch { try database.rows("INSERT INTO points VALUES (\(number), zeroblob(700))") }
        }
      }, close: { database.close() })
  }

  private static func batches(_ database: PlainDatabase) throws -> [Int: Int] {
    guard try database.text("SELECT count(*) FROM sqlite_schema WHERE name = 'runs'") == "1" else { return [:] }
    let runs = try database.rows("SELECT number, count(*) FROM runs GROUP BY 1")
    let batches = Dictionary(uniqueKeysWithValues: runs.map { (Int($0[0]) ?? 0, Int($0[1]) ?? 0) })
    let points = try database.text("SELECT count(*) FROM points")
    guard points == String(pointsInBatch * batches.values.reduce(0, +)) else { throw HalfBatch() }
    return batches
  }
}
