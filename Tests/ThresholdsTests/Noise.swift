import Samples

/// Random numbers that are the same on every machine.
struct Noise {
  private var generator: SplitMix64

  init(seed: UInt64) { generator = SplitMix64(state: seed) }

  /// In 0..<1.
  mutating func uniform() -> Double { Double(generator.next() >> 11) / Double(UInt64(1) << 53) }

  /// Nearly normal with mean 0 and deviation 1: twelve uniform numbers.
  mutating func normal() -> Double { (0..<12).reduce(-6.0) { sum, _ in sum + uniform() } }
}
