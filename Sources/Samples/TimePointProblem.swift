/// Why a text is no point in time. A message names the text, and goes on with this.
package enum TimePointProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// The text has none of the forms that `TimePoint` reads.
  case malformed
  /// The text has the form of an instant, and there is no such instant. The reason says why: `February 2026 has 28 days`.
  case nonexistent(reason: String)
  /// The text is a number too small to be Unix seconds that a person means.
  case withoutUnit(String)

  package var description: String {
    switch self {
    case .malformed: "is no time; use RFC 3339 as 2026-11-22T18:00:00Z, Unix seconds, or a duration before now as 24h"
    case .nonexistent(let reason): "does not exist: \(reason)"
    case .withoutUnit(let number):
      "has no unit: give one, as in " + (number.allSatisfy(\.isWholeNumber) && number != "0" ? "\(number)h or \(number)d" : "24h")
    }
  }
}
