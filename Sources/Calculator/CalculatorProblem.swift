/// A value that nothing can be predicted with.
package struct CalculatorProblem: Error, Hashable, Sendable, Encodable {
  /// The parameter, as in `tasks`; the flag is `--tasks`.
  package let parameter: String
  /// As it was given.
  package let value: String
  /// What it must be, as in `must be a whole number from 1 to 1000000`.
  package let reason: String

  /// A refusal.
  package init(parameter: String, value: String, reason: String) {
    self.parameter = parameter
    self.value = value
    self.reason = reason
  }
}

/// All of them at once.
package struct CalculatorProblems: Error, Sendable {
  package let problems: [CalculatorProblem]
}
