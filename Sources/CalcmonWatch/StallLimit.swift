import Glibc

/// How long a loop may not turn, or a task hold its thread asleep, until it is a stall.
package enum StallLimit {
  private static let usual: Int64 = 100_000_000
  private static let possible: ClosedRange<Double> = 20_000_000...10_000_000_000

  /// Of this process.
  static var nanoseconds: Int64 { nanoseconds(told: getenv("CALCMON_STALL_LIMIT").map { String(cString: $0) }) }

  /// What `CALCMON_STALL_LIMIT` says, as `50ms` or `0.5s`, from 20 ms to 10 s; 100 ms if it says nothing of the kind.
  package static func nanoseconds(told: String?) -> Int64 {
    guard let told else { return usual }
    let text = told.drop { $0 == " " }
    let limit: Double? =
      if text.hasSuffix("ms") { Double(text.dropLast(2)).map { $0 * 1e6 } } else if text.hasSuffix("s") {
        Double(text.dropLast(1)).map { $0 * 1e9 }
      } else { nil }
    return limit.flatMap { possible.contains($0) ? Int64($0) : nil } ?? usual
  }
}
