import GRDBSQLite

/// What the SQLite of this host was built with.
enum SQLiteBuild {
  /// Whether a name that begins with `file:` is a URI (https://www.sqlite.org/uri.html). Debian's is built so.
  static let takesURIs = sqlite3_compileoption_used("USE_URI") != 0
}
