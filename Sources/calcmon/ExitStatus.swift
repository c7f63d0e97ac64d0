/// The exit statuses of every command.
enum ExitStatus: Int32, Error {
  /// All targets are met.
  case good = 0
  /// A target is breached.
  case breached = 1
  /// Wrong usage or configuration.
  case usage = 2
  /// Not enough data to judge.
  case unknown = 3
  /// Internal or I/O error.
  case failure = 4
  /// Ended by Ctrl-C.
  case interrupted = 130
}

/// Ends a command with one line on standard error.
struct CommandFailure: Error {
  let status: ExitStatus
  let message: String
}
