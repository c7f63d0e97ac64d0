/// The steps of a mix could not be measured.
package struct MeasuringFailure: Error, Equatable, CustomStringConvertible {
  /// One line for a person, which says what to do.
  package let reason: String

  /// Gives the reason.
  package init(reason: String) { self.reason = reason }

  package var description: String { reason }
}
