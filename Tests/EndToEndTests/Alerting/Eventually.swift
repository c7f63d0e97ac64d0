import CalcmonTesting

/// Asks until it is so. Half a minute is much more than anything takes here, on the slowest machine, but for what says so.
func eventually(_ what: String, minutes: Double = 0.5, _ condition: () async throws -> Bool) async throws {
  let clock = ContinuousClock()
  let deadline = clock.now + .seconds(minutes * 60)
  while try await !condition() {
    try Task.checkCancellation()
    guard clock.now < deadline else { throw Tool.Failure(description: "it did not come to pass: \(what)") }
    await Task.yield()
  }
}
