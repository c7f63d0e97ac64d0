package import Samples
package import Storage

/// What is known of how fast this host computes: the figures that work is sized by, and how far the host has moved from them.
///
/// A figure is never replaced by a later one, or a host that became slow would be given less to do and look as fast as before.
package struct CalibrationBook: Sendable {
  /// A check that finds more than this share of difference is worth a word.
  package static let tolerance = 0.1
  /// Between two checks of a runtime.
  package static let checkInterval = Duration.seconds(3600)

  private var speeds: [Runtime: [Kernel: Double]]
  private var checkedAt: [Runtime: Duration] = [:]

  /// - Parameter known: from earlier calibrations on this host.
  package init(_ known: [CalibrationEntry]) {
    speeds = known.reduce(into: [:]) { $0[$1.runtime, default: [:]][$1.kernel] = $1.operationsPerSecond }
  }

  /// Operations a second, where they are known.
  package func speed(_ kernel: Kernel, _ runtime: Runtime) -> Double? { speeds[runtime]?[kernel] }

  /// Notes the figures by which work is sized from now on.
  package mutating func calibrated(_ found: [Kernel: Double], runtime: Runtime, at now: Duration) {
    speeds[runtime, default: [:]].merge(found) { $1 }
    if checkedAt[runtime] == nil { checkedAt[runtime] = now }
  }

  /// The runtime that should be checked now, and its kernels.
  package func due(at now: Duration) -> (runtime: Runtime, kernels: [Kernel])? {
    for runtime in Runtime.allCases {
      guard let known = speeds[runtime], !known.isEmpty else { continue }
      if let checked = checkedAt[runtime], now - checked < CalibrationBook.checkInterval { continue }
      return (runtime, Kernel.allCases.filter { known[$0] != nil })
    }
    return nil
  }

  /// Notes a check, whatever came of it. Returns the speed found over the speed known, by kernel.
  package mutating func checked(_ found: [Kernel: Double], runtime: Runtime, at now: Duration) -> [Kernel: Double] {
    checkedAt[runtime] = now
    return found.reduce(into: [:]) { drifts, entry in
      if let known = speed(entry.key, runtime) { drifts[entry.key] = entry.value / known }
    }
  }
}
