import GRDB
import GRDBSQLite

/// Until when a read may take.
struct ReadDeadline: Sendable {
  /// SQLite asks after so many instructions of its virtual machine: every 10 to 100 µs.
  private static let instructions: Int32 = 1000

  private let end: ContinuousClock.Instant
  private let limit: Duration

  /// From now on.
  init(_ limit: Duration) {
    end = .now + limit
    self.limit = limit
  }

  private var isOver: Bool { ContinuousClock.now >= end }

  /// Whatever SQLite does in it for this connection ends when the time is over.
  ///
  /// Source: https://www.sqlite.org/c3ref/progress_handler.html
  func bounding<Result>(_ database: Database, path: String, _ body: () throws -> Result) throws -> Result {
    guard !isOver else { throw StorageError.tooSlow(path: path, limit: limit) }
    let connection = database.sqliteConnection
    return try withUnsafePointer(to: self) { pointer in
      let ask: @convention(c) (UnsafeMutableRawPointer?) -> Int32 = { context in
        context?.assumingMemoryBound(to: ReadDeadline.self).pointee.isOver == true ? 1 : 0
      }
      sqlite3_progress_handler(
        connection, ReadDeadline.instructions, ask, UnsafeMutableRawPointer(mutating: pointer))
      defer { sqlite3_progress_handler(connection, 0, nil, nil) }
      do {
        return try body()
      } catch let error as DatabaseError where error.resultCode == .SQLITE_INTERRUPT {
        throw StorageError.tooSlow(path: path, limit: limit)
      }
    }
  }
}
