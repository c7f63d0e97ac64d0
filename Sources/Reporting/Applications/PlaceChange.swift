import Glibc
package import Samples

/// A place in the code of an application, in two windows.
///
/// A place is a function: lines move with each deployment. It is `worse` if it stalled the loops more often an hour than chance lets it (an exact
/// count would follow a binomial distribution if nothing had changed; p < 0.01), and by more than a second and 5 % an hour.
package struct PlaceChange: Hashable, Sendable {
  /// What it cost in one of the windows.
  package struct Cost: Hashable, Sendable {
    package let count: Int
    package let seconds: Double
    /// Of the window in which the application was there.
    package let hours: Double

    package var secondsPerHour: Double { hours > 0 ? seconds / hours : 0 }
  }

  /// By which costs an hour differ at the least.
  private static let leastSeconds = 1.0

  /// The line that cost most, if it is there now; else that of before. `nil`: none was seen.
  package let frame: String?
  package let cause: StallCause
  package let before: Cost
  package let now: Cost
  package let outcome: Change.Outcome

  /// Whether it cost nothing before.
  package var isNew: Bool { before.count == 0 }

  init(_ before: Place?, _ now: Place?, hours: (before: Double, now: Double)) {
    frame = now?.frame ?? before?.frame
    cause = now?.cause ?? before?.cause ?? .unexplained
    self.before = Cost(count: before?.count ?? 0, seconds: before?.seconds ?? 0, hours: hours.before)
    self.now = Cost(count: now?.count ?? 0, seconds: now?.seconds ?? 0, hours: hours.now)
    outcome = Self.outcome(self.before, self.now)
  }

  private static func outcome(_ before: Cost, _ now: Cost) -> Change.Outcome {
    let (old, new) = (before.secondsPerHour, now.secondsPerHour)
    guard abs(new - old) > max(leastSeconds, ValueShift.leastShare * old) else { return .same }
    guard let p = chance(before, now) else { return .unknown }
    guard p < ValueShift.significantP else { return before.count + now.count < 7 ? .unknown : .same }
    return new > old ? .worse : .better
  }

  /// How probable counts are that differ so much an hour, or more, if nothing has changed.
  private static func chance(_ before: Cost, _ now: Cost) -> Double? {
    let (all, hours) = (before.count + now.count, before.hours + now.hours)
    guard all > 0, before.hours > 0, now.hours > 0 else { return nil }
    let share = now.hours / hours
    let rises = now.secondsPerHour > before.secondsPerHour
    // Of so many, at least (or at most) these fell into the later window.
    let tail = rises ? tail(all, now.count, share) : tail(all, before.count, 1 - share)
    return min(1, 2 * tail)
  }

  /// How probable at least so many hits are, by the binomial distribution.
  private static func tail(_ count: Int, _ hits: Int, _ share: Double) -> Double {
    let choices = stride(from: 1, through: hits, by: 1).reduce(0) { $0 + log(Double(count - hits + $1) / Double($1)) }
    var term = exp(choices + Double(hits) * log(share) + Double(count - hits) * log1p(-share))
    var sum = term
    for k in stride(from: hits, to: count, by: 1) {
      term *= Double(count - k) / Double(k + 1) * share / (1 - share)
      sum += term
    }
    return sum
  }
}

extension PlaceChange {
  /// The costs of a function, whatever the line.
  struct Place {
    private(set) var frame: String?
    private(set) var cause: StallCause
    private(set) var count: Int
    private(set) var seconds: Double
    private var worst: Double

    private init(_ cost: AppPlaceCost) {
      (frame, cause, count, seconds, worst) = (cost.frame, cost.cause, cost.count, cost.seconds, cost.seconds)
    }

    private mutating func add(_ cost: AppPlaceCost) {
      count += cost.count
      seconds += cost.seconds
      guard cost.seconds > worst else { return }
      (frame, cause, worst) = (cost.frame, cost.cause, cost.seconds)
    }

    /// By function.
    static func all(_ costs: [AppPlaceCost]) -> [String: Place] {
      costs.reduce(into: [:]) { places, cost in
        let name = function(cost.frame ?? "")
        if places[name]?.add(cost) == nil { places[name] = Place(cost) }
      }
    }

    /// `shop.py:encode` of `shop.py:41:encode`.
    private static func function(_ frame: String) -> String {
      let parts = frame.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count >= 3, let line = parts.indices.dropFirst().first(where: { Int(parts[$0]) != nil }) else { return frame }
      return (parts[..<line] + parts[(line + 1)...]).joined(separator: ":")
    }
  }
}
