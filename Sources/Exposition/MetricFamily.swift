import Samples
import Synchronization

/// The series of one metric.
struct MetricFamily: Sendable {
  enum Value: Sendable {
    case number(Double)
    case histogram(HistogramState)
  }

  struct Series: Sendable {
    let labels: Labels
    /// When it began, where that is known.
    var created: Timestamp?
    var value: Value
  }

  /// Ascending by their labels.
  private(set) var series: [Series] = []
  /// Another number after each change. No two states of any two families of the process have the same, so copies that went
  /// different ways are told apart.
  private(set) var revision: UInt64 = 0

  private static let lastRevision = Atomic<UInt64>(0)

  /// Changes a series, which begins where there is none.
  ///
  /// - Parameter change: returns whether it changed anything.
  mutating func update(_ labels: Labels, created: Timestamp?, initial: Value, _ change: (inout Value) -> Bool) {
    let index = position(of: labels)
    let isNew = index == series.endIndex || series[index].labels != labels
    if isNew { series.insert(Series(labels: labels, created: created, value: initial), at: index) }
    let hasChanged = change(&series[index].value)
    if isNew || hasChanged { revise() }
  }

  func value(_ labels: Labels) -> Value? {
    let index = position(of: labels)
    return index < series.endIndex && series[index].labels == labels ? series[index].value : nil
  }

  mutating func remove(_ labels: Labels) {
    let index = position(of: labels)
    guard index < series.endIndex, series[index].labels == labels else { return }
    series.remove(at: index)
    revise()
  }

  mutating func moveCreation(by milliseconds: Int64) {
    for index in series.indices { series[index].created = series[index].created?.moved(by: milliseconds) }
    revise()
  }

  private mutating func revise() {
    revision = MetricFamily.lastRevision.wrappingAdd(1, ordering: .relaxed).newValue
  }

  /// Where these labels are, or would have to be.
  private func position(of wanted: Labels) -> Int {
    var range = 0..<series.count
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      range = series[middle].labels < wanted ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return range.lowerBound
  }
}
