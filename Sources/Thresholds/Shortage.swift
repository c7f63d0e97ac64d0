import Samples

/// Too little to come to a verdict: so much was measured, and it takes more.
package struct Shortage: Hashable, Sendable {
  /// What is counted.
  package enum Kind: String, Hashable, Sendable {
    /// Ticks of the loop.
    case ticks
    /// Looks at a run's processes.
    case samples
    /// Completed ones.
    case runs
    /// Those of an application in which it was measured.
    case intervals
  }

  /// Fewer than are needed.
  package let found: Int
  /// With so many there is a verdict.
  package let needed: Int
  /// What is counted.
  package let kind: Kind
  /// The most of a core that runs had which had too little of it to be judged by; `nil`: that is not the reason.
  package var scarceCores: Double?
  /// Why nothing is known, if more time would not help: the application does not tell it. Such a target has no part in the application's verdict.
  package var untold: String?

  /// `58 of 100 ticks`, or `0.1 of the 0.25 cores that it is judged from`.
  package var text: String {
    if let scarceCores {
      let cores = Digits.text((scarceCores * 100).rounded() / 100)
      return "\(cores) of the \(Digits.text(CPUUse.leastCores)) cores that it is judged from"
    }
    if let untold { return untold }
    return "\(found) of \(needed) \(needed == 1 ? String(kind.rawValue.dropLast()) : kind.rawValue)"
  }
}
