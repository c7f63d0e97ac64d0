import Samples

/// Whether a level of an application rises, and not for a while only, nor since it has more to do.
///
/// Intervals of one life are a stratum of the trend test. Beside what that asks for:
///
/// - Memory is looked at in lives that are long enough, without their begin; if there is none, since workers are replaced every few minutes, over
///   all lives together. It must rise at either end of what is looked at: a cache fills ever slower, and another version takes more at once.
/// - A level that rises with the work is none that leaks: if the CPU time rises by half as much, in proportion, that explains it.
struct AppTrend {
  /// How a level is looked at.
  struct Way {
    let test: TrendTest
    /// Left out of a life at its begin: so much of it, and no more than so many seconds.
    var warmUp = (share: 0.0, seconds: 0.0)
    /// How long a life must be without its warm-up, in seconds, to be looked at for itself.
    var leastSpan = 0.0
    /// Whether the work may explain it.
    var followsWork = false
    /// Whether it must rise at both ends.
    var isSteady = false

    /// What waits: a rise of some items is none.
    static let waiting = Way(test: TrendTest(minimumRise: .both(absolute: 10, relative: 0.02), significantZ: strict))
    static let tasks = Way(
      test: TrendTest(minimumRise: .both(absolute: 20, relative: 0.02), significantZ: strict), followsWork: true)
    static let memory = Way(
      test: TrendTest(minimumRise: .relative(0.05), significantZ: strict), warmUp: (0.25, 600), leastSpan: 2700,
      followsWork: true, isSteady: true)

    /// Once in ten thousand, one-sided: each is judged 2,880 times a day.
    private static let strict = 3.7190164854556804
  }

  /// Over hours, the medians of so many parts say how a level moves.
  private static let points = 30
  /// A rise is so many times as great as what the level strays around it, in the median.
  private static let leastClearness = 6.0
  /// From here on it is a line, however much the few values around it resemble the one before: significance is not asked.
  private static let certainClearness = 30.0
  /// Of the rise of the one half, at the least, that of the other.
  private static let leastHalf = 0.65
  /// Of the rise in proportion, that of the work which explains it.
  private static let explaining = 0.33

  private let way: Way
  private let series: [TrendSeries]
  private let work: TrendSeries
  private let count: Int

  init(_ levels: [AppLevels], _ value: (AppLevels) -> Double?, _ way: Way) {
    self.way = way
    let known = levels.compactMap { level in value(level).map { (level, $0) } }
    count = known.count
    var lives: [[(AppLevels, Double)]] = []
    for each in known {
      if lives.last?.last?.0.life == each.0.life { lives[lives.count - 1].append(each) } else { lives.append([each]) }
    }
    let long = lives.compactMap { Self.series($0, way) }
    series = long.isEmpty && way.leastSpan > 0 ? [Self.series(known, way)].compactMap { $0 } : long
    let working = way.followsWork ? levels : []
    work = TrendSeries(times: working.map(\.at), values: working.map(\.cores))
  }

  /// Without the warm-up; `nil` if that is too short.
  private static func series(_ life: [(AppLevels, Double)], _ way: Way) -> TrendSeries? {
    guard let first = life.first?.0.at, let last = life.last?.0.at else { return nil }
    let begin = first + min(way.warmUp.seconds, way.warmUp.share * (last - first))
    let judged = life.filter { $0.0.at >= begin }
    let series = TrendSeries(times: judged.map(\.0.at), values: judged.map(\.1)).thinned(to: points)
    return series.span >= way.leastSpan ? series : nil
  }

  var measurement: Measurement {
    let samples = series.reduce(0) { $0 + $1.values.count }
    if moves == false { return Measurement(value: 0, samples: samples, of: TrendTest.minimumValues, .intervals) }
    let summaries = series.map { TrendSummary($0) }
    guard let found = way.test.evaluate(summaries) else {
      return Measurement(value: nil, samples: count, of: max(Self.fewest(way), count + 1), .intervals)
    }
    let isCertain = found.rises || way.test.figure(summaries) ?? 0 > 0 && isClear(found.slope, Self.certainClearness)
    let rises = isCertain && isClear(found.slope, Self.leastClearness) && isSteady && !isExplained(found.slope, summaries)
    return Measurement(
      value: rises ? found.slope : min(0, found.slope), samples: samples, of: TrendTest.minimumValues, .intervals)
  }

  /// Whether it moves by as much as matters, which most levels do not; `nil` if there are too few values to say.
  private var moves: Bool? {
    let values = series.flatMap(\.values)
    guard values.count >= TrendTest.minimumValues, series.contains(where: { $0.values.count >= 2 && $0.span > 0 }) else {
      return nil
    }
    guard let least = values.min(), let most = values.max(), let level = values.median else { return nil }
    return most - least >= min(way.test.minimumRise.needed(at: level), way.test.minimumRise.needed(at: least))
  }

  /// Intervals that it takes at the least.
  private static func fewest(_ way: Way) -> Int {
    let judged = way.leastSpan + min(way.warmUp.seconds, way.leastSpan * way.warmUp.share / (1 - way.warmUp.share))
    return max(TrendTest.minimumValues, Int(judged / AppInterval.standardSeconds) + 1)
  }

  /// Whether the longest of what is looked at rises by more than it strays: in noise that hangs together a slope is easily found.
  private func isClear(_ slope: Double, _ clearness: Double) -> Bool {
    guard let longest = series.max(by: { $0.span < $1.span }), let begin = longest.times.first else { return false }
    let rest = zip(longest.times, longest.values).map { $1 - slope * ($0 - begin) }
    guard let middle = rest.median, let strays = rest.map({ abs($0 - middle) }).median else { return false }
    return slope * longest.span >= clearness * strays
  }

  /// Whether the newest of what is looked at rises in either half by some of what it does in the other.
  private var isSteady: Bool {
    guard way.isSteady, let values = series.last?.values else { return true }
    let part = max(1, values.count / 6)
    let middle = (values.count - part) / 2
    guard let first = Array(values.prefix(part)).median, let half = Array(values[middle..<middle + part]).median,
      let last = Array(values.suffix(part)).median
    else { return true }
    let (before, after) = (half - first, last - half)
    return before >= Self.leastHalf * after && after >= Self.leastHalf * before
  }

  /// Whether the work rose as well, over the same time.
  private func isExplained(_ slope: Double, _ summaries: [TrendSummary]) -> Bool {
    guard way.followsWork, let newest = series.last, let first = newest.times.first, let last = newest.times.last,
      let level = summaries.last?.level, level > 0
    else { return false }
    let meanwhile = zip(work.times, work.values).filter { (first...last).contains($0.0) }
    let work = TrendSeries(times: meanwhile.map(\.0), values: meanwhile.map(\.1)).thinned(to: Self.points)
    let summary = TrendSummary(work)
    guard let rise = summary.slope, summary.level > 0 else { return false }
    return rise / summary.level >= Self.explaining * slope / level
  }
}
