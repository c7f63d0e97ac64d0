/// How the levels of an application move.
extension Evidence {
  /// Of a life so much at its begin, and no more than so many seconds: caches fill.
  private static let warmUp = (share: 0.25, seconds: 600.0)
  /// Over hours, the medians of so many parts say how a level moves.
  private static let points = 60

  /// Whether it is of an application, and not of runs.
  package var isOfApp: Bool { !levels.isEmpty }

  /// In order.
  var queueNames: [String] { Set(levels.flatMap(\.queues.keys)).sorted() }

  /// The same with one queue alone.
  func ofQueue(_ name: String) -> Evidence {
    var evidence = self
    evidence.queueDepth = trends { $0.queues[name] }
    evidence.queuePeak = levels.compactMap { $0.queues[name] }.max()
    return evidence
  }

  func trends(of level: KeyPath<AppLevels, Double?>, withoutWarmUp: Bool = false) -> [TrendSummary] {
    trends(withoutWarmUp: withoutWarmUp) { $0[keyPath: level] }
  }

  /// A summary for each life of the application.
  private func trends(withoutWarmUp: Bool = false, _ level: (AppLevels) -> Double?) -> [TrendSummary] {
    Dictionary(grouping: levels, by: \.life).sorted { $0.key < $1.key }.compactMap { _, levels in
      guard let first = levels.first?.at, let last = levels.last?.at else { return nil }
      let begin = withoutWarmUp ? first + min(Self.warmUp.seconds, Self.warmUp.share * (last - first)) : first
      let known = levels.compactMap { each in level(each).flatMap { each.at >= begin ? (each.at, $0) : nil } }
      guard !known.isEmpty else { return nil }
      return TrendSummary(TrendSeries(times: known.map(\.0), values: known.map(\.1)).thinned(to: Self.points))
    }
  }
}
