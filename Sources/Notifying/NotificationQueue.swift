package import Alerting

/// What is to be sent: the newest state of each alert, in the order in which the alerts came. The oldest give way where there are too many.
package struct NotificationQueue: Sendable {
  private let limit: Int
  private var waiting: [Fingerprint: (place: Int, alert: NotifiedAlert)] = [:]
  private var order: [Int: Fingerprint] = [:]
  private var places = 0..<0
  private var taken: Set<Fingerprint> = []

  /// - Parameter limit: how many alerts may wait.
  package init(limit: Int = 10_000) {
    self.limit = max(1, limit)
  }

  /// How many wait.
  package var count: Int { waiting.count }

  /// Has alerts wait, each in the place of an older state of it.
  ///
  /// - Returns: how many were dropped.
  package mutating func offer(_ alerts: [NotifiedAlert]) -> Int {
    for alert in alerts {
      let fingerprint = alert.alert.fingerprint
      if let place = waiting[fingerprint]?.place {
        waiting[fingerprint] = (place, alert)
      } else {
        put(alert, fingerprint, at: places.upperBound)
      }
    }
    return dropSurplus()
  }

  /// The oldest, so many at the most. What was taken before counts as sent.
  package mutating func take(_ count: Int) -> [NotifiedAlert] {
    var alerts: [NotifiedAlert] = []
    while alerts.count < count, let alert = removeOldest() { alerts.append(alert) }
    taken = Set(alerts.map(\.alert.fingerprint))
    return alerts
  }

  /// Has alerts of the last `take` wait again, before all others; not those of which there is a newer state, nor those that were withdrawn.
  ///
  /// - Returns: how many were dropped.
  package mutating func putBack(_ alerts: [NotifiedAlert]) -> Int {
    for alert in alerts.reversed() {
      let fingerprint = alert.alert.fingerprint
      guard taken.remove(fingerprint) != nil, waiting[fingerprint] == nil else { continue }
      put(alert, fingerprint, at: places.lowerBound - 1)
    }
    return dropSurplus()
  }

  /// Nobody is to be told of an alert any more. What was taken cannot be called back, but is not put back either.
  package mutating func withdraw(_ fingerprint: Fingerprint) {
    taken.remove(fingerprint)
    guard let place = waiting.removeValue(forKey: fingerprint)?.place else { return }
    order[place] = nil
  }

  private mutating func put(_ alert: NotifiedAlert, _ fingerprint: Fingerprint, at place: Int) {
    waiting[fingerprint] = (place, alert)
    order[place] = fingerprint
    places = min(places.lowerBound, place)..<max(places.upperBound, place + 1)
  }

  private mutating func removeOldest() -> NotifiedAlert? {
    while let place = places.first {
      places.removeFirst()
      if let fingerprint = order.removeValue(forKey: place) { return waiting.removeValue(forKey: fingerprint)?.alert }
    }
    return nil
  }

  private mutating func dropSurplus() -> Int {
    let surplus = max(0, count - limit)
    for _ in 0..<surplus { _ = removeOldest() }
    return surplus
  }
}
