import Scheduling

/// Asks a schedule at given instants and writes down what it decides, a line a question:
///
///     0s: run 0#0
///     5s: wait until 60s
///     200s: missed 0#1 0#2; run 0#3
///
/// `0#3` is slot 3 of entry 0. A script is what is expected; its instants are the questions.
struct ScheduleScript {
  let lines: [String]

  init(_ text: String) { lines = text.split(separator: "\n").map(String.init) }

  /// The same lines as the schedule really speaks them.
  func play(on schedule: Schedule) -> [String] {
    var schedule = schedule
    return lines.map { line in
      let seconds = Int64(line.prefix { $0 != "s" }) ?? .min
      let decision = schedule.next(at: .seconds(seconds))
      var words: [String] = []
      if !decision.missed.isEmpty { words.append("missed " + decision.missed.map(Self.name).joined(separator: " ")) }
      if let run = decision.run {
        words.append("run \(Self.name(run))")
      } else {
        words.append("wait until \(decision.wakeUp.components.seconds)s")
      }
      return "\(seconds)s: \(words.joined(separator: "; "))"
    }
  }

  private static func name(_ slot: Slot) -> String { "\(slot.entry)#\(slot.number)" }
}
