/// How often systemd wants a sign of life (`sd_watchdog_enabled(3)`).
package enum WatchdogInterval {
  /// Half of what it waits for one; `nil` where it waits for none, or for one of another process.
  ///
  /// - Parameters:
  ///   - environment: of the process: `WATCHDOG_USEC`, and `WATCHDOG_PID` if only one process is meant.
  ///   - pid: of this process.
  package static func from(environment: [String: String], pid: Int32) -> Duration? {
    if let meant = environment["WATCHDOG_PID"], Int32(meant) != pid { return nil }
    guard let text = environment["WATCHDOG_USEC"], let microseconds = Int64(text), microseconds > 1 else { return nil }
    return .microseconds(microseconds / 2)
  }
}
