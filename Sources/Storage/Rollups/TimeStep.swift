/// Round lengths of time for the intervals of plots and series. An interval begins at a multiple of its length since the Unix epoch.
package enum TimeStep {
  /// In milliseconds. Of those of a minute or more each is a whole number of minutes, of those of an hour or more a whole number of hours.
  private static let lengths: [Int64] =
    lengths(of: 100, [1, 2, 5]) + lengths(of: 1000, [1, 2, 5, 10, 15, 30]) + lengths(of: 60_000, [1, 2, 3, 5, 10, 15, 20, 30])
    + lengths(of: 3_600_000, [1, 2, 3, 4, 6, 8, 12]) + lengths(of: day, [1, 2, 7, 14, 28, 91, 182, 364])
  private static let day: Int64 = 86_400_000

  private static func lengths(of unit: Int64, _ counts: [Int64]) -> [Int64] { counts.map { $0 * unit } }

  /// The shortest, in milliseconds, of which at most so many cover a window.
  ///
  /// - Parameter window: in milliseconds since the Unix epoch; not empty.
  package static func covering(_ window: Range<Int64>, intervals: Int) -> Int64 {
    if let length = lengths.first(where: { count(in: window, of: $0) <= intervals }) { return length }
    var length = 1000 * day
    while count(in: window, of: length) > max(1, intervals) { length *= 2 }
    return length
  }

  /// How many intervals of a length a window touches.
  static func count(in window: Range<Int64>, of length: Int64) -> Int {
    guard !window.isEmpty else { return 0 }
    return Int(start(of: window.upperBound - 1, length) / length - start(of: window.lowerBound, length) / length) + 1
  }

  /// Where the interval begins that holds an instant.
  package static func start(of milliseconds: Int64, _ length: Int64) -> Int64 {
    let remainder = milliseconds % length
    return milliseconds - (remainder < 0 ? remainder + length : remainder)
  }
}
