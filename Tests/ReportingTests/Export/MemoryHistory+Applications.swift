import Samples

extension MemoryHistory {
  /// Two intervals, a stall and its death.
  func addApp(_ app: String) {
    let start = ExportedHistories.start
    for number in 0..<2 {
      let begin = start.advanced(bySeconds: Double(number) * 30)
      var interval = AppInterval(
        app: app, startedAt: begin, endedAt: begin.advanced(bySeconds: 30), seconds: 30, life: 1, processes: 2)
      interval.latency = ExportedHistories.latency
      interval.cpuUserSeconds = 1.5
      interval.memoryBytes = AppLevel(mean: 1e8, max: 1.1e8, last: 1.05e8)
      if number == 1 { (interval.loopSeconds, interval.activeSeconds, interval.tasks) = (60, 12, AppLevel([3, 4, 5])) }
      appIntervals.append(interval)
    }
    let stall = Stall(
      startedNanoseconds: 0, endedNanoseconds: 300_000_000, budget: StallBudget([.callback: 0.3]),
      stack: ["a \"b\",c.py:3:f", "=main.py:9:g"])
    let told = AppStall(
      stall: stall, isStartup: false, isOverload: false, frame: "=main.py:9:g", task: "@task",
      holder: AppStall.Holder(thread: "-1", frame: nil))
    appStalls.append(AppStallEntry(app: app, endedAt: start.advanced(bySeconds: 20), pid: 7, stall: told))
    appEvents.append(
      AppOccurrence(
        app: app, at: start.advanced(bySeconds: 59), kind: .processDied, pid: 7, version: "+1", frame: "=main.py:9:g",
        stack: ["=main.py:9:g"], stoodSeconds: 12))
  }
}
