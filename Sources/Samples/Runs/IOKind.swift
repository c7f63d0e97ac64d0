/// What an item waits for. The raw value is the `io` label.
package enum IOKind: String, CaseIterable, Codable, Sendable {
  /// A timer.
  case timer
  /// A loopback server that answers after the given time, over pooled connections that are kept alive.
  case http
  /// 4 KiB are written, synced to the disk, read back and compared.
  case disk
  /// Ten indexed reads and a write in a prepared database.
  case sqlite
  /// A function of the user's own.
  case call
  /// A server that the user names: a GET over pooled connections that are kept alive.
  case url
  /// A child process that the user names.
  case command
}
