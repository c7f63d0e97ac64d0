/// What of the quantity is compared with the limit.
package enum Statistic: Hashable, Sendable {
  /// The value that this share (0...1) of all values does not exceed.
  case quantile(Double)
  /// The greatest value; of queue and memory the highest peak of all runs.
  case max
  /// The mean of all values.
  case avg
  /// Stalls a second of wall time.
  case rate
  /// How many stalls there were.
  case count
  /// Of the newest run alone: its peak, or its share.
  case last
  /// Time with the property over all time; of the loop's latency: the share of wall time in stalls.
  case ratio
  /// The slope, a second, where it is significant; 0 where it is not. See `TrendTest`.
  case trend(TrendTest)
}

/// A statistic without its arguments. The raw value is its word in the target language; the order is that in which people are told of them.
enum StatisticWord: String, CaseIterable {
  case quantile = "p"
  case max, avg, ratio, last, count, rate, trend

  /// As it may be written: `p(99)`, `max`.
  var example: String { self == .quantile ? "p(99)" : rawValue }
  /// As it is named where its argument does not matter: `p(…)`, `max`.
  var name: String { self == .quantile ? "p(…)" : rawValue }
}

extension Statistic {
  /// Which of them it is.
  var word: StatisticWord {
    switch self {
    case .quantile: .quantile
    case .max: .max
    case .avg: .avg
    case .rate: .rate
    case .count: .count
    case .last: .last
    case .ratio: .ratio
    case .trend: .trend
    }
  }

  /// As it is written: `p(99.9)`, `max`. A trend's least rise is not written.
  var text: String {
    if case .quantile(let share) = self { "p(\(DecimalText.plain(share, shiftedBy: 2)))" } else { word.rawValue }
  }
}

extension TargetName {
  /// The unit of a statistic's values; `nil` where this quantity has no such statistic.
  func unit(of word: StatisticWord) -> ValueUnit? {
    switch (self, word) {
    case (.eventLoopLatency, .quantile), (.eventLoopLatency, .max), (.eventLoopLatency, .avg), (.eventLoopLatency, .last):
      .seconds
    case (.eventLoopLatency, .count): .count
    case (.eventLoopLatency, .rate): .perSecond
    case (.eventLoopLatency, .ratio), (.cpuUtilization, .ratio), (.ioWait, .ratio): .share
    case (.cpuUtilization, .last), (.ioWait, .last): .share
    case (.saturation, .ratio), (.saturation, .last): .share
    case (.queueDepth, .max), (.queueDepth, .last), (.tasks, .max), (.tasks, .last): .items
    case (.executorBacklog, .max), (.executorBacklog, .last): .items
    case (.queueDepth, .trend), (.tasks, .trend), (.executorBacklog, .trend): .itemsPerSecond
    case (.memory, .max), (.memory, .last): .bytes
    case (.memory, .trend): .bytesPerSecond
    case (.queueDepth, _), (.memory, _), (.cpuUtilization, _), (.ioWait, _), (.eventLoopLatency, .trend): nil
    case (.saturation, _), (.tasks, _), (.executorBacklog, _): nil
    }
  }

  /// The statistics that this quantity has.
  var statistics: [StatisticWord] { StatisticWord.allCases.filter { unit(of: $0) != nil } }

  /// The statistic that is meant where none is named.
  var naturalStatistic: StatisticWord? {
    switch self {
    case .cpuUtilization, .ioWait, .saturation: .ratio
    case .eventLoopLatency, .queueDepth, .memory, .tasks, .executorBacklog: nil
    }
  }
}
