import GRDB

/// The migrations, each a file that is only ever added and never changed once it was released.
enum Schema {
  /// "calc" in ASCII: marks a SQLite file as calcmon's.
  static let applicationID: Int32 = 0x6361_6c63

  private static let files: [(name: String, sql: [UInt8])] = [
    ("v001_history", PackageResources.v001_history_sql),
    ("v002_workloads", PackageResources.v002_workloads_sql),
    ("v003_stalls", PackageResources.v003_stalls_sql),
  ]

  /// The newest schema that this calcmon knows; stands in `PRAGMA user_version`.
  static var newest: Int { files.count }

  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    for (index, file) in files.enumerated() {
      migrator.registerMigration(file.name) { database in
        try database.execute(sql: String(decoding: file.sql, as: UTF8.self))
        try database.execute(sql: "PRAGMA user_version = \(index + 1)")
      }
    }
    return migrator
  }
}
