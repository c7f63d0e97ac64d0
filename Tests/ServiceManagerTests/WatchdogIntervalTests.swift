import ServiceManager
import Testing

@Suite struct WatchdogIntervalTests {
  @Test(
    arguments: [
      ([:], nil),
      (["WATCHDOG_USEC": "60000000"], Duration.seconds(30)),
      (["WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "42"], .seconds(30)),
      (["WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "43"], nil),
      (["WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "me"], nil),
      (["WATCHDOG_USEC": "3"], .microseconds(1)),
      (["WATCHDOG_USEC": "1"], nil),
      (["WATCHDOG_USEC": "0"], nil),
      (["WATCHDOG_USEC": "-5"], nil),
      (["WATCHDOG_USEC": ""], nil),
      (["WATCHDOG_USEC": "1s"], nil),
      (["WATCHDOG_USEC": "99999999999999999999"], nil),
      (["WATCHDOG_PID": "42"], nil),
    ] as [([String: String], Duration?)])
  func `It is half of what systemd waits`(environment: [String: String], interval: Duration?) {
    #expect(WatchdogInterval.from(environment: environment, pid: 42) == interval)
  }
}
