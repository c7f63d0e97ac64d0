/// Whether a target is kept. The raw value is the word in reports.
package enum Verdict: String, CaseIterable, Codable, Sendable {
  case met
  case breached
  /// No data, or too few samples to say.
  case unknown
}

extension Verdict {
  /// The verdict of several: breached if one is, else unknown if one is or there are none, else met.
  package init(of verdicts: some Collection<Verdict>) {
    if verdicts.contains(.breached) {
      self = .breached
    } else if verdicts.isEmpty || verdicts.contains(.unknown) {
      self = .unknown
    } else {
      self = .met
    }
  }
}

extension Judgement {
  private static let order: [Verdict] = [.met, .unknown, .breached]

  /// Of two of the same target: whether this one is more of a breach.
  package func isWorse(than other: Judgement) -> Bool {
    let (own, its) = (Self.order.firstIndex(of: verdict) ?? 0, Self.order.firstIndex(of: other.verdict) ?? 0)
    return own != its ? own > its : value ?? 0 > other.value ?? 0
  }
}

/// A target with what was found.
package struct Judgement: Hashable, Sendable {
  /// What was judged, with its limits.
  package let target: Target
  /// The one that decides: the first that is broken, else the first without data, else the first.
  package let condition: Condition
  /// Of that condition, in its statistic's unit (a trend: in the quantity's unit a second); `nil` where there are too few samples.
  package let value: Double?
  /// `breached` if a condition is broken, else `unknown` if one has no data, else `met`. So it is `unknown` exactly where the value is `nil`.
  package let verdict: Verdict
  /// Whether it is breached and a condition of the critical limit is broken, too.
  package let isCritical: Bool
  /// Whether it is met and all conditions of the clearing limit, if there are any, hold as well.
  package let isClear: Bool
  /// How many samples there were for the condition that decides: ticks of the loop, samples, or runs.
  package let samples: Int
  /// What there is too little of; `nil` if there is a verdict, or more of it would not help.
  package internal(set) var shortage: Shortage?
  /// Why it is breached, or, for the host alone, why there was too little to judge by; `nil` if it is neither.
  package internal(set) var cause: TargetCause?
  /// Of an application's queues the one that decides; `nil` if it is none of them.
  package internal(set) var queue: String?
}
