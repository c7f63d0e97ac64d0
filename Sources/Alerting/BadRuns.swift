/// How many of the newest runs were bad.
package struct BadRuns: Hashable, Sendable {
  /// How many must be.
  package let rule: BadRunRule
  /// Runs that are known, at most as many as the rule looks at.
  package let known: Int
  /// Those that broke the target, or did not complete.
  package let bad: Int
  /// Those that broke its critical limit.
  package let critical: Int

  /// Whether a breach may become an alert.
  package var suffice: Bool { bad >= rule.needed }
  /// Whether a critical breach may become a critical alert.
  package var sufficeCritically: Bool { critical >= rule.needed }

  /// `2 of the last 3 runs`
  package var text: String { text(of: "run") }

  /// The same of something else than runs: `2 of the last 3 intervals`
  package func text(of what: String) -> String {
    known == 1 ? "\(bad) of 1 \(what)" : "\(bad) of the last \(known) \(what)s"
  }
}
