/// The first round of runs: over as soon as each canary has been run once since the start.
struct FirstRound {
  private var missing: Set<Int>?

  init(_ count: Int) { missing = Set(0..<count) }

  /// Other canaries are run from here on: there is no first round of these.
  mutating func forget() { missing = nil }

  /// Notes a run. Returns true once: if it was the last that was missing.
  mutating func ended(_ canary: Int) -> Bool {
    guard missing?.remove(canary) != nil, missing?.isEmpty == true else { return false }
    missing = nil
    return true
  }
}
