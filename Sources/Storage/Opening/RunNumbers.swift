/// The numbers that runs are called by, in memory before they are written: those of the database first, then one after another.
///
/// The one that gives numbers out. A run that waited while another database was in use may find its number taken when it is written; the
/// database then gives it the next one that is free.
package struct RunNumbers: Hashable, Sendable {
  /// A database that was changed by hand may hold any number.
  private static let greatest: Int64 = 1 << 53

  private var next: Int64 = 1

  /// Begins with 1, until a database is opened.
  package init() {}

  /// Goes on after the runs of a database that was opened.
  package mutating func follow(_ opening: StorageOpening) {
    next = max(next, min(opening.lastRunID, RunNumbers.greatest) + 1)
  }

  /// A number that none before was.
  package mutating func take() -> Int64 {
    defer { next += 1 }
    return next
  }
}
