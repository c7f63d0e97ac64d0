#if Agent
  import GRDB

  /// The database of `sqlite` steps: prepared once a run, the same for every runtime.
  package enum StepDatabase {
    static let keys: UInt64 = 10_000
    static let counters: UInt64 = 100

    /// Its path in a scratch directory. SQLite would take one that begins with `file:` for a URI.
    static func path(in directory: String) -> String { "\(directory.hasPrefix("/") ? "" : "./")\(directory)/steps.db" }

    /// Makes it. Blocks for some ten milliseconds.
    package static func prepare(in directory: String) throws {
      let queue = try DatabaseQueue(path: path(in: directory))
      try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
      try queue.write { database in
        try database.execute(
          sql: """
            CREATE TABLE entries (id INTEGER PRIMARY KEY, key INTEGER NOT NULL, value TEXT NOT NULL);
            CREATE TABLE counters (id INTEGER PRIMARY KEY, n INTEGER NOT NULL);
            WITH RECURSIVE k(key) AS (SELECT 0 UNION ALL SELECT key + 1 FROM k WHERE key + 1 < \(keys))
              INSERT INTO entries (key, value) SELECT key, 'value-' || key FROM k;
            WITH RECURSIVE k(id) AS (SELECT 0 UNION ALL SELECT id + 1 FROM k WHERE id + 1 < \(counters))
              INSERT INTO counters (id, n) SELECT id, 0 FROM k;
            CREATE INDEX entries_by_key ON entries (key);
            """)
      }
      try queue.close()
    }
  }

  /// A connection to it: a step is ten indexed reads, each checked, and a write.
  final class StepDatabaseConnection: IOResource {
    private let queue: DatabaseQueue

    init(directory: String) throws {
      var configuration = Configuration()
      configuration.busyMode = .timeout(5)
      configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = NORMAL") }
      queue = try DatabaseQueue(path: StepDatabase.path(in: directory), configuration: configuration)
    }

    func perform(_ item: UInt64) throws {
      try queue.writeWithoutTransaction { database in
        let read = try database.cachedStatement(sql: "SELECT value FROM entries WHERE key = ?")
        for step in 0..<10 as Range<UInt64> {
          let key = (item &* 7919 &+ step &* 104_729) % StepDatabase.keys
          guard try String.fetchOne(read, arguments: [Int64(key)]) == "value-\(key)" else {
            throw AttemptError.wrongAnswer("the database does not hold key \(key)")
          }
        }
        try database.cachedStatement(sql: "UPDATE counters SET n = n + 1 WHERE id = ?")
          .execute(arguments: [Int64(item % StepDatabase.counters)])
      }
    }
  }
#endif
