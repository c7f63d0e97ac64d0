import Glibc

/// Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
package struct SplitMix64: RandomNumberGenerator, Sendable {
  private static let gamma: UInt64 = 0x9E37_79B9_7F4A_7C15

  private var state: UInt64

  /// A generator whose numbers depend on the state alone.
  package init(state: UInt64) { self.state = state }

  /// The number at a place, counted from 1, of the course that begins with the state: from 0 to just below 1. None before it is drawn.
  package static func unit(state: UInt64, place: UInt64) -> Double { unit(finalized(place &* gamma &+ state)) }

  /// Draws a number of all 64 bits.
  package mutating func next() -> UInt64 {
    state &+= Self.gamma
    return Self.finalized(state)
  }

  /// Draws a number from 0 to just below 1.
  package mutating func unit() -> Double { Self.unit(next()) }

  /// Draws from the standard normal distribution (Box and Muller, 1958).
  package mutating func normal() -> Double {
    let radius = (-2 * log(1 - unit())).squareRoot()
    return radius * cos(2 * .pi * unit())
  }

  private static func unit(_ bits: UInt64) -> Double { Double(bits >> 11) * 0x1p-53 }

  private static func finalized(_ state: UInt64) -> UInt64 {
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
