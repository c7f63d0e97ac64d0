/// Chance that is the same in every run and runtime: a number in 0..<1 for an item and a purpose.
///
/// The finaliser of SplitMix64: G. L. Steele, D. Lea, C. H. Flood, "Fast splittable pseudorandom number generators" (2014).
enum ItemChance {
  static func of(_ item: UInt64, _ purpose: UInt64) -> Double {
    var z = item &* 0x9E37_79B9_7F4A_7C15 &+ purpose
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    z ^= z >> 31
    return Double(z >> 11) * 0x1p-53
  }
}
