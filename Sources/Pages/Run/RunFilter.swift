package import Samples
package import Thresholds

/// Which runs a list is of: what its form asks for.
package struct RunFilter: Hashable, Sendable {
  /// Only of this mix; as with all of these, `nil`: of any.
  package var mix: String?
  /// Only with this strategy.
  package var strategy: Strategy?
  /// Only in this runtime.
  package var runtime: Runtime?
  /// Only those that ended so.
  package var outcome: RunOutcome?
  /// Only those of which their targets say so.
  package var verdict: Verdict?
  /// What else was asked for, `since`, `until` or `limit`, as it was written: the form keeps it.
  package var others: [String: String]

  /// Joins the parts.
  package init(
    mix: String? = nil, strategy: Strategy? = nil, runtime: Runtime? = nil, outcome: RunOutcome? = nil, verdict: Verdict? = nil,
    others: [String: String] = [:]
  ) {
    self.mix = mix
    self.strategy = strategy
    self.runtime = runtime
    self.outcome = outcome
    self.verdict = verdict
    self.others = others
  }

  /// Whether it leaves runs out.
  var isChoice: Bool { words.count + others.keys.count { $0 != "limit" } > 0 }

  /// `mixed, hybrid, breached`
  var words: [String] {
    [mix, strategy?.rawValue, runtime?.rawValue, outcome?.rawValue, verdict?.rawValue].compactMap(\.self)
      + others.sorted { $0.key < $1.key }.filter { $0.key != "limit" }.map { "\($0.key) \($0.value)" }
  }
}
