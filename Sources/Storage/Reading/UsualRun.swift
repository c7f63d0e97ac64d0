import Samples

/// What runs of one mix, strategy and runtime usually take: the medians of the newest of them.
package struct UsualRun: Hashable, Sendable {
  /// Runs behind a median, at the most.
  static let most = 50
  /// Fewer runs tell nothing of what is usual.
  package static let fewest = 5

  /// How many completed runs these are of.
  package let runs: Int
  /// Of their durations.
  package let seconds: Double
  /// Of their durations over the ideal times; `nil` where nothing bounds them.
  package let idealRatio: Double?

  /// Of some runs; `nil` of fewer than `fewest`.
  ///
  /// - Parameter durations: each with the least time that the work could have taken.
  package init?(_ durations: [(seconds: Double, idealSeconds: Double?)]) {
    guard durations.count >= Self.fewest, let seconds = Self.median(durations.map(\.seconds)) else { return nil }
    runs = durations.count
    self.seconds = seconds
    let ratios = durations.compactMap { run in run.idealSeconds.flatMap { StoredRun.Figures.ratio(run.seconds, $0) } }
    idealRatio = ratios.count >= Self.fewest ? Self.median(ratios) : nil
  }

  private static func median(_ values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    let upper = sorted[sorted.count / 2]
    return sorted.count.isMultiple(of: 2) ? (sorted[sorted.count / 2 - 1] + upper) / 2 : upper
  }
}

/// The runs of the same mix, strategy and runtime beside a run.
package struct RunNeighbours: Hashable, Sendable {
  /// That ended before it; `nil`: none is kept.
  package var previous: RunPosition?
  /// That ended after it; `nil`: there is none yet.
  package var next: RunPosition?

  /// Joins the two.
  package init(previous: RunPosition? = nil, next: RunPosition? = nil) {
    self.previous = previous
    self.next = next
  }

  /// Looks among other runs as well.
  ///
  /// - Parameter position: of the run.
  package mutating func look(among others: [RunPosition], around position: RunPosition) {
    previous = ([previous].compactMap { $0 } + others.filter { $0 < position }).max()
    next = ([next].compactMap { $0 } + others.filter { position < $0 }).min()
  }
}
