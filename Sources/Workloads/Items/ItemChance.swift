import Samples

/// Chance that is the same in every run and runtime: a number in 0..<1 for an item and a purpose.
enum ItemChance {
  static func of(_ item: UInt64, _ purpose: UInt64) -> Double { SplitMix64.unit(state: purpose, place: item) }
}
