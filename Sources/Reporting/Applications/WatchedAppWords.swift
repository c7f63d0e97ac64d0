import Rendering
import Samples
import Thresholds

extension WatchedAppAnswer {
  /// `breached: event_loop_latency 250 ms`; of several the first that is breached, else the first that is unknown.
  var verdictText: String {
    guard let verdict else { return "-" }
    let worst = (targets ?? []).first { $0.verdict == verdict && verdict == .breached }
    return "\(verdict.mark) \(verdict.rawValue)" + (worst.map { ": \($0.name) \($0.valueText)" } ?? "")
  }

  /// The loops that stand, a part each.
  var standing: [String] { processes.compactMap { process in process.standing.map { $0.text(pid: process.pid) } } }

  /// The newest stall that was not one of the start; `nil` if there is none.
  var newestStall: String? {
    stalls.newest.first { !$0.startup }.map { stall in
      let place = stall.frame.map { " at \($0)" } ?? ""
      return "the last stall: \(DurationText.text(stall.seconds)) \(stall.cause ?? "unexplained")\(place)"
    }
  }
}

extension WatchedAppAnswer.Standing {
  fileprivate func text(pid: Int) -> String {
    let place = frame.map { " at \($0)" } ?? ""
    let sleep = wait_channel.map { ", asleep in \($0)" } ?? (state == "R" ? ", on a core or ready for one" : "")
    return "the loop of process \(pid) stands since \(DurationText.text(seconds))\(place)\(sleep)"
  }
}

extension WatchedAppAnswer.Target {
  /// `queue_depth (inbox)`
  var name: String { target + (queue.map { " (\($0))" } ?? "") }
  var valueText: String { value_text ?? value.map(Digits.text) ?? "-" }
}

extension WatchedAppDetailAnswer.Occurrence {
  /// `process 12: process_died at shop.py:41:encode`; as reports say it, if this calcmon knows the kind.
  var sentence: String {
    guard let kind = AppOccurrence.Kind(rawValue: kind), case .instant(let at) = try? TimePoint(at) else {
      return kind + (frame.map { " at \($0)" } ?? "")
    }
    return AppOccurrence(app: "", at: at, kind: kind, pid: pid, version: version, frame: frame, stoodSeconds: stood_seconds)
      .sentence
  }
}
