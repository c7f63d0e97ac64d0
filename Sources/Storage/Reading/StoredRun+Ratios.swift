/// What follows from a run's figures; `nil` where nothing does. A damaged database may hold any numbers: none of them traps.
extension StoredRun.Figures {
  /// Items that came to any end, dropped ones included.
  package var items: Int { Self.sum([itemsOk, itemsFailed, itemsTimeout, itemsDropped]) }
  /// Items that were executed, whatever came of them, a second.
  package var itemsPerSecond: Double? {
    Self.ratio(Double(Self.sum([itemsOk, itemsFailed, itemsTimeout])), seconds)
  }
  /// CPU time of the process tree.
  package var cpuSeconds: Double { cpuUserSeconds + cpuSystemSeconds }
  /// CPU time over wall time × cores available.
  package var cpuUtilization: Double? { Self.ratio(cpuSeconds, seconds * cores) }
  /// The share of wall time in which every item in flight waited for I/O.
  package var ioWaitRatio: Double? { Self.ratio(ioWaitSeconds, seconds) }
  /// Duration over the ideal time.
  package var idealRatio: Double? { idealSeconds.flatMap { Self.ratio(seconds, $0) } }

  /// No run is shorter, in seconds. A share of less is one of nothing.
  private static let leastWhole = 1e-6

  /// `nil` of a whole that is none.
  static func ratio(_ part: Double, _ whole: Double) -> Double? {
    let ratio = part / whole
    return whole >= leastWhole && ratio.isFinite ? ratio : nil
  }

  private static func sum(_ numbers: [Int]) -> Int {
    numbers.reduce(0) { sum, number in
      let (next, isTooMuch) = sum.addingReportingOverflow(number)
      return isTooMuch ? .max : next
    }
  }
}
