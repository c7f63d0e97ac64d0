import Prediction
import Rendering
import Samples
import Thresholds

/// What is said of all strategies together, on the page and before the table.
extension CalculatorResult {
  /// Times that differ by less are as good as the same.
  private static let margin = 1.01

  /// The row that the sentence is about: of those that are about the fastest the one whose loop is the least late; of a service the one with
  /// the shortest items among those that meet all targets, else among those that keep up, else the one that does the most.
  package var best: Row? {
    guard request.scenario.rate == nil else { return bestService }
    guard let least = rows.map(\.prediction.seconds).min() else { return nil }
    return rows.filter { $0.prediction.seconds <= least * Self.margin }.min {
      $0.prediction.latency.p99 < $1.prediction.latency.p99
    }
  }

  private var bestService: Row? {
    let met = rows.filter { $0.verdict != .breached && $0.service?.isKeptUp == true }
    let kept = rows.filter { $0.service?.isKeptUp == true }
    let shortest = (met.isEmpty ? kept : met).min { $0.prediction.itemSeconds.p99 < $1.prediction.itemSeconds.p99 }
    return shortest ?? rows.max { ($0.service?.capacity ?? 0) < ($1.service?.capacity ?? 0) }
  }

  /// Which strategy is the best, by how much, what limits it, and what it breaches.
  package var sentence: String {
    guard let best else { return "" }
    if let service = best.service { return serviceSentence(best, service) }
    let found = best.prediction
    let least = rows.map(\.prediction.seconds).min() ?? 0
    let times = found.strategy == .sync ? "" : ", \(Digits.text(best.speedup)) times as fast as sync"
    let equals = rows.filter { $0.name != best.name && $0.prediction.seconds <= least * Self.margin }.map(\.name)
    let others =
      equals.isEmpty ? "" : " \(WordList.text(equals)) \(Plural.word(equals.count, "is", "are")) as fast, within 1 %."
    return """
      \(best.name) is the fastest: \(DurationText.text(found.seconds))\(times), \(Digits.text(found.idealRatio)) times the ideal time.\
      \(others) It is limited by \(found.bottleneck.text).\(lateness(best))
      """
  }

  private func lateness(_ row: Row) -> String {
    guard row.latencyVerdict == .breached else { return "" }
    let inTime = rows.filter { $0.latencyVerdict == .met }.min { $0.prediction.seconds < $1.prediction.seconds }
    let other = inTime.map { "; \($0.name) would answer in time, and take \(DurationText.text($0.prediction.seconds))" } ?? ""
    return
      " But its event loop would be late: p99 \(DurationText.text(row.prediction.latency.p99)), the target is 100 ms\(other)."
  }

  private func serviceSentence(_ row: Row, _ service: ServiceAnswer) -> String {
    let rate = "At \(Digits.text(service.rate)) items/s"
    let most = "\(Digits.text(service.capacity)) items/s at most"
    guard service.isKeptUp else {
      let limit = row.isHeldUp ? ", limited by \(row.prediction.bottleneck.text)" : ""
      return "\(rate) no strategy keeps up. \(row.name) does the most: \(most)\(limit)."
    }
    let items = "99 % of its items take at most \(DurationText.text(row.prediction.itemSeconds.p99))"
    guard row.verdict != .breached else {
      let targets = row.breaches
      let verb = Plural.word(targets.count, "is", "are")
      return
        "\(rate) no strategy meets all targets. \(row.name) keeps up (\(most)), but \(WordList.text(targets)) \(verb) breached."
    }
    return
      "\(rate) \(row.name) has the shortest items of all that meet the targets: \(items). It keeps up with \(most)\(enough(row)).\(chance(service))"
  }

  private func enough(_ row: Row) -> String { row.enoughText }

  private func chance(_ service: ServiceAnswer) -> String {
    guard service.isNearSaturation else { return "" }
    return " That is near: chance decides whether they take \(service.itemP99.text)."
  }
}

extension CalculatorResult.Row {
  var latencyVerdict: Verdict { judgements.first { $0.target.name == .eventLoopLatency }?.verdict ?? .unknown }

  /// Whether it does not keep up with what comes, and something of the course shows by what it is limited.
  var isHeldUp: Bool { service?.isKeptUp == false && prediction.bottleneck != .arrivals }

  /// How many workers and servers are enough, after what goes before.
  var enoughText: String { [workersText, serversText].compactMap { $0.map { "; \($0)" } }.joined() }

  /// `4 servers keep up with 300/s, 3 do not`; `nil` if one keeps up.
  var serversText: String? {
    guard let service, let least = service.leastServers else { return nil }
    let fewer = least == 2 ? "one does not" : "\(least - 1) do not"
    return "\(least) servers keep up with \(Digits.text(service.rate))/s, \(fewer)"
  }

  /// `2 worker processes are enough`; `nil` of a strategy without workers, or if all are at once there.
  var workersText: String? {
    guard let service else { return nil }
    let (one, many): (String, String)
    switch prediction.strategy {
    case .sync, .async: return nil
    case .threads: (one, many) = ("thread", "threads")
    case .hybrid: (one, many) = ("worker process", "worker processes")
    }
    guard let least = service.leastWorkers else { return "no number of \(many) meets the targets" }
    let place = prediction.servers > 1 ? " in each server" : ""
    return "\(Plural.text(least, one, many))\(place) \(Plural.word(least, "is", "are")) enough"
  }
}

extension ClosedRange<Double> {
  /// `12 ms to 40 ms`, of seconds.
  var text: String {
    let (least, most) = (DurationText.text(lowerBound), DurationText.text(upperBound))
    return least == most ? least : "\(least) to \(most)"
  }
}
