import GRDB

/// The names that intervals of applications tell by number, as `app_words` has them: looked up as they are met, each once.
final class AppWords {
  /// A name is noted as used once in so many milliseconds.
  private static let noted: Int64 = 86_400_000

  private let database: Database
  private var words: [UInt64: String?] = [:]
  private var numbers: [String: UInt64] = [:]

  init(_ database: Database) { self.database = database }

  /// `nil` if it is not known any more.
  func word(_ number: UInt64) throws -> String? {
    if let known = words[number] { return known }
    let found = try database.cachedStatement(sql: "SELECT word FROM app_words WHERE id = ?")
    let stored = try DatabaseValue.fetchOne(found, arguments: [Int64(truncatingIfNeeded: number)])
    let word = stored.flatMap { String.fromDatabaseValue($0) }
    words.updateValue(word, forKey: number)
    return word
  }

  /// The number of a name, also of a new one, that an interval tells which ended at an instant.
  func number(_ word: String, at instant: Int64) throws -> UInt64 {
    if let known = numbers[word] { return known }
    let number = try stored(word, at: instant)
    numbers[word] = number
    return number
  }

  private func stored(_ word: String, at instant: Int64) throws -> UInt64 {
    guard let (id, used) = try found(word) else {
      try database.cachedStatement(sql: "INSERT OR REPLACE INTO app_words (word, used_ms) VALUES (?, ?)")
        .execute(arguments: [word, instant])
      return UInt64(max(0, database.lastInsertedRowID))
    }
    if used < instant - Self.noted {
      try database.cachedStatement(sql: "UPDATE app_words SET used_ms = ? WHERE id = ?").execute(arguments: [instant, id])
    }
    return UInt64(id)
  }

  /// `nil` also if what is stored cannot be: then it is stored anew.
  private func found(_ word: String) throws -> (id: Int64, used: Int64)? {
    let statement = try database.cachedStatement(sql: "SELECT id, used_ms FROM app_words WHERE word = ?")
    let rows = try Row.fetchCursor(statement, arguments: [word])
    guard let row = try rows.next(), let id = try Self.integer(row, 0), id > 0 else { return nil }
    return (id, try Self.integer(row, 1) ?? 0)
  }

  private static func integer(_ row: Row, _ index: Int) throws -> Int64? {
    let value: DatabaseValue = try row.decode(atIndex: index)
    return Int64.fromDatabaseValue(value)
  }
}
