import Rendering
import Samples
import Thresholds

/// What all renderings of a report say of an application in the same words.
extension Report.App {
  /// On one line whatever it is.
  var name: String { Printable.text(app) }

  /// Processes, busy share, cores, memory, tasks, executor and queues, a sentence each; empty without an interval.
  var levels: [String] {
    guard let total else { return [] }
    return [
      "\(Plural.text(total.processes, "process", "processes")) at the most, for \(DurationText.text(total.seconds)) in all.",
      loop(total), memory(total), items(total), queues(total),
    ].compactMap { $0 }.map(Printable.text)
  }

  private func loop(_ total: AppInterval) -> String? {
    let late = total.latency.quantile(0.99).map { p99 in
      "the loops were late by p99 \(DurationText.text(p99)), at the most \(DurationText.text(total.latency.maxSeconds ?? p99))"
    }
    let busy = total.busyRatio.map { ratio in
      "they were busy for \(Percent.text(ratio)) of the time"
        + (total.busiest.map { ", that of the busiest process for \(Percent.text($0.mean))" } ?? "")
    }
    let cores = total.seconds > 0 ? "\(Digits.text(total.cpuSeconds / total.seconds)) cores were used" : nil
    return sentence([late, busy, cores])
  }

  private func memory(_ total: AppInterval) -> String? {
    let memory = total.memoryBytes.map { "memory \(Digits.bytes($0.mean)) on average, \(Digits.bytes($0.max)) at the most" }
    let gc = total.gcSeconds > 0 ? "the collector stopped it for \(DurationText.text(total.gcSeconds))" : nil
    return sentence([memory, gc])
  }

  private func items(_ total: AppInterval) -> String? {
    sentence([
      total.tasks.map { "tasks: \(text($0))" }, total.executorBacklog.map { "calls that wait for a thread: \(text($0))" },
    ])
  }

  private func queues(_ total: AppInterval) -> String? {
    let queues = total.queues.map { queue in
      "\(queue.name) \(text(queue.depth))\(queue.capacity.map { " of \(Digits.text($0))" } ?? "")"
    }
    return queues.isEmpty ? nil : sentence(["queues: \(queues.joined(separator: ", "))"])
  }

  private func text(_ level: AppLevel) -> String {
    "\(Digits.text(level.mean)) on average, \(Digits.text(level.max)) at the most"
  }

  private func sentence(_ parts: [String?]) -> String? {
    let text = parts.compactMap { $0 }.joined(separator: "; ")
    return text.isEmpty ? nil : text.prefix(1).uppercased() + text.dropFirst() + "."
  }
}

extension Judgement {
  /// The target's name, with the queue that decides: `queue_depth (inbox)`.
  var appTargetText: String {
    target.name.rawValue + (queue.map { " (\(Printable.text($0)))" } ?? "")
  }

  /// `Cause: program. …`; `nil` if it is not breached.
  var causeSentence: String? { cause.map { "Cause: \($0.kind.rawValue). \(Printable.text($0.text))" } }
}

extension AppPlaceCost {
  /// `shop.py:41:encode`
  var placeText: String { Printable.text(frame ?? AppPlaceCost.unseen) }

  static let unseen = "(no frame was seen)"

  /// Cause, seconds, count and worst, in the order of a table.
  var figures: [String] {
    [cause.rawValue, Digits.text(seconds), String(count), DurationText.text(worst.stall.stall.seconds)]
  }
}

extension AppOccurrence {
  /// `process 12 died, while it stood for 31 s at shop.py:41:encode`
  var sentence: String {
    let process = pid.map { "process \($0) " } ?? ""
    let version = version.map { ", version \($0)" } ?? ""
    let stood = stoodSeconds.map { ", while it stood for \(DurationText.text($0))" } ?? ""
    let place = frame.map { " at \($0)" } ?? ""
    let word =
      switch kind {
      case .started: "started" + version
      case .restarted: "started again" + version
      case .deployed: "was deployed" + version
      case .processStarted: "\(process)started"
      case .processEnded: "\(process)ended"
      case .processDied: "\(process)died without a farewell\(stood)\(place)"
      case .standing: "\(process)stands since \(DurationText.text(stoodSeconds ?? AppOccurrence.longStanding))\(place)"
      }
    return Printable.text(word)
  }
}

extension AppComparison {
  /// `New: shop.py:41:encode, 60 ms x 214. 1 measure worse; 5 did not change.`
  var summary: String {
    // Of one that was not seen nothing can be said, but how much it costs.
    let new = places.filter { $0.isNew && $0.now.count > 0 && $0.frame != nil }.map(\.sentence)
    let outcomes = Change.Outcome.allCases.compactMap { outcome in
      let count = changes.count { $0.outcome == outcome }
      return count > 0 ? "\(count) \(Self.word(outcome))" : nil
    }
    let measures = outcomes.isEmpty ? "Nothing was measured in both windows." : "Measures: \(outcomes.joined(separator: ", "))."
    return (new.map { "New: \($0)." } + [measures]).joined(separator: " ")
  }

  private static func word(_ outcome: Change.Outcome) -> String {
    switch outcome {
    case .same: "did not change"
    case .unknown: "without intervals enough to tell"
    case .worse, .better, .changed: outcome.rawValue
    }
  }
}

extension Change.Outcome {
  /// `worse`, `no change`, …: the word for a measure of an application.
  var appWord: String {
    switch self {
    case .same: "no change"
    case .unknown: "too few to tell"
    case .worse, .better, .changed: rawValue
    }
  }
}

extension PlaceChange {
  /// `shop.py:41:encode, 60 ms x 214`
  var sentence: String {
    "\(placeText), \(DurationText.text(now.count > 0 ? now.seconds / Double(now.count) : 0)) x \(now.count)"
  }

  var placeText: String { Printable.text(frame ?? AppPlaceCost.unseen) }

  /// Before and now, in seconds an hour and how often.
  var values: [String] {
    [before, now].map { cost in cost.count > 0 ? "\(Digits.text(rounded(cost.secondsPerHour))) s/h, \(cost.count) x" : "-" }
  }

  private func rounded(_ value: Double) -> Double { (value * 10).rounded() / 10 }

  /// `new`, `worse`, …
  var outcomeText: String { isNew ? (outcome == .worse ? "new, worse" : "new") : outcome.appWord }
}
