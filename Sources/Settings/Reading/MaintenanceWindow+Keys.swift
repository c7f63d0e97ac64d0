import Alerting

extension MaintenanceWindow {
  private enum Day: String, CaseIterable { case sun, mon, tue, wed, thu, fri, sat }

  init?(_ map: YAMLMap) {
    let comment = map.take("comment") { $0.text() } ?? ""
    let days = map.take("days") { $0.set { $0.word(Day.self) } } ?? Day.allCases
    let from = map.require("from") { $0.minuteOfDay(latest: 1439) }
    let to = map.require("to") { $0.minuteOfDay(latest: 1440) }
    let labels = map.take("labels") { $0.labels { $0.text() } } ?? [:]
    guard let from, let to else { return nil }
    self.init(
      comment: comment, matcher: AlertMatcher(labels), days: Set(days.compactMap(Day.allCases.firstIndex)), from: from, to: to)
  }
}

extension YAMLValue {
  /// `02:00`.
  fileprivate func minuteOfDay(latest: Int) -> Int? {
    guard let text = text() else { return nil }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    let isTime = parts.count == 2 && parts.allSatisfy { $0.utf8.count == 2 && $0.utf8.allSatisfy { (48...57).contains($0) } }
    guard isTime, let hour = Int(parts[0]), let minute = Int(parts[1]), minute < 60, hour * 60 + minute <= latest else {
      return wrong("'\(text.shown)' is no time of day such as 02:00")
    }
    return hour * 60 + minute
  }
}
