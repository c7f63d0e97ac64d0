/// Waits for what another process or thread brings about: looks, pauses, and looks again, until a deadline.
///
/// It is the only place in which a test sleeps: the machine's cores belong to the program under test meanwhile.
package enum Poll {
  /// How long it pauses between two looks.
  package static let pause = Duration.milliseconds(20)
  /// Much more than anything takes here, on the slowest machine, unless a test says so.
  package static let patience = Duration.seconds(60)

  /// What was awaited did not come in time.
  package struct Overdue: Error, CustomStringConvertible {
    package let description: String
  }

  /// Looks until a condition holds.
  ///
  /// - Parameter what: the condition in words, for the failure.
  package static func until(
    _ what: String, within patience: Duration = patience, isolation: isolated (any Actor)? = #isolation,
    _ condition: () async throws -> Bool
  ) async throws {
    _ = try await value(what, within: patience, condition) { $0 }
  }

  /// Looks until a value is as it should be, and returns it. The failure tells the last one that was seen.
  ///
  /// - Parameter what: what is awaited in words, for the failure.
  @discardableResult package static func value<Value>(
    _ what: String, within patience: Duration = patience, isolation: isolated (any Actor)? = #isolation,
    _ look: () async throws -> Value, until isAsAwaited: (Value) throws -> Bool
  ) async throws -> Value {
    let clock = ContinuousClock()
    let deadline = clock.now + patience
    while true {
      let value = try await look()
      if try isAsAwaited(value) { return value }
      guard clock.now < deadline else {
        throw Overdue(description: "within \(patience) it did not come to pass: \(what); last seen: \(value)")
      }
      try await Task.sleep(for: pause)
    }
  }

  /// Looks until there is a value, and returns it.
  ///
  /// - Parameter what: what is awaited in words, for the failure.
  package static func some<Value>(
    _ what: String, within patience: Duration = patience, isolation: isolated (any Actor)? = #isolation,
    _ look: () async throws -> Value?
  ) async throws -> Value {
    let found = try await value(what, within: patience, look) { $0 != nil }
    guard let found else { throw Overdue(description: what) }
    return found
  }
}
