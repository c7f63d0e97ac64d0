/// Random numbers that are the same on every machine: Sebastiano Vigna's SplitMix64.
struct Noise {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// In 0..<1.
  mutating func uniform() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Double((z ^ (z >> 31)) >> 11) / Double(UInt64(1) << 53)
  }

  /// Nearly normal with mean 0 and deviation 1: twelve uniform numbers.
  mutating func normal() -> Double { (0..<12).reduce(-6.0) { sum, _ in sum + uniform() } }
}
