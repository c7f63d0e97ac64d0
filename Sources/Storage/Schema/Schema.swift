import GRDB

/// The migrations, each of which is only ever added and never changed once it was released.
enum Schema {
  /// "calc" in ASCII: marks a SQLite file as calcmon's.
  static let applicationID: Int32 = 0x6361_6c63

  private static let migrations: [(name: String, migrate: @Sendable (Database) throws -> Void)] = [
    ("v001_history", { try $0.execute(PackageResources.v001_history_sql) }),
    ("v002_workloads", { try $0.execute(PackageResources.v002_workloads_sql) }),
    ("v003_stalls", { try $0.execute(PackageResources.v003_stalls_sql) }),
    (
      "v004_tiers",
      {
        try $0.execute(PackageResources.v004_tiers_sql)
        try $0.convertRunsOfSchema3()
        try $0.execute(PackageResources.v004_views_sql)
      }
    ),
    ("v005_alerts", { try $0.execute(PackageResources.v005_alerts_sql) }),
    ("v006_costs", { try $0.execute(PackageResources.v006_costs_sql) }),
    ("v007_accounts", { try $0.execute(PackageResources.v007_accounts_sql) }),
    ("v008_disks", { try $0.execute(PackageResources.v008_disks_sql) }),
    ("v009_late", { try $0.execute(PackageResources.v009_late_sql) }),
    ("v010_judging", { try $0.execute(PackageResources.v010_judging_sql) }),
    ("v011_parameters", { try $0.execute(PackageResources.v011_parameters_sql) }),
    ("v012_lock", { try $0.execute(PackageResources.v012_lock_sql) }),
    ("v013_applications", { try $0.execute(PackageResources.v013_applications_sql) }),
    ("v014_busiest", { try $0.execute(PackageResources.v014_busiest_sql) }),
    ("v015_words", { try $0.execute(PackageResources.v015_words_sql) }),
    ("v016_own_steps", { try $0.execute(PackageResources.v016_own_steps_sql) }),
  ]

  /// The newest schema that this calcmon knows; stands in `PRAGMA user_version`.
  static var newest: Int { migrations.count }

  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    for (index, migration) in migrations.enumerated() {
      migrator.registerMigration(migration.name) { database in
        try migration.migrate(database)
        try database.execute(sql: "PRAGMA user_version = \(index + 1)")
      }
    }
    return migrator
  }
}

extension Database {
  fileprivate func execute(_ script: [UInt8]) throws {
    try execute(sql: String(decoding: script, as: UTF8.self))
  }
}
