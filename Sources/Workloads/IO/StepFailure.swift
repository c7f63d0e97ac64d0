/// What a step of the user's own failed with: a sentence for a person.
struct StepFailure: Error, Hashable, CustomStringConvertible {
  /// A run keeps so much of the first of them.
  static let limit = 2000

  let description: String

  /// Keeps the end of a text that is too long.
  init(_ text: String) { description = String(text.suffix(StepFailure.limit)) }
}
