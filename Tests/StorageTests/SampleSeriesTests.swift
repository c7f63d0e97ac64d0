import CalcmonTesting
import Samples
import Storage
import Testing

/// Series as points at equal distances.
@Suite struct SampleSeriesTests {
  private let other = RunIdentity(mix: "cpu-bound", strategy: .async, runtime: .asyncio)
  private let own = RunIdentity(mix: "mixed", strategy: .hybrid, runtime: .swift)
  /// Begins with an hour.
  private let start = Timestamp(milliseconds: StoreFolder.now.milliseconds / 3_600_000 * 3_600_000)

  private func filled(_ folder: StoreFolder) async throws {
    let store = try folder.open()
    let entries = (0..<90).map { (number: Int) -> HistoryEntry in
      let at = start.advanced(bySeconds: Double(number) * 120)
      let memory = { (step: Int) -> Double in Double((step * 7919) % 1000 + number) }
      return .run(Records.completed(number % 3 == 0 ? other : own, at: at, memory: memory))
    }
    try await store.write(entries)
    try await store.close(at: StoreFolder.now)
  }

  private func window(_ until: Double, mix: String? = nil) -> HistoryFilter {
    HistoryFilter(since: start, until: start.advanced(bySeconds: until), mix: mix)
  }

  /// The same from the samples one by one.
  private func expected(_ reader: HistoryReader, _ filter: HistoryFilter, step: Int64) throws -> [RunIdentity: [[Double]]] {
    var values: [RunIdentity: [Int64: [Double]]] = [:]
    let all = HistoryFilter(since: filter.since, until: filter.until.advanced(bySeconds: 60), mix: filter.mix)
    try reader.forEachSample(all, of: .memory) { sample in
      guard filter.since <= sample.at, sample.at <= filter.until else { return }
      values[sample.identity, default: [:]][sample.at.milliseconds / step * step, default: []].append(sample.value)
    }
    return values.mapValues { intervals in
      intervals.sorted { $0.key < $1.key }.map { (start: Int64, values: [Double]) -> [Double] in
        let mean = values.reduce(0, +) / Double(values.count)
        return [Double(start) / 1000, values.min() ?? 0, mean, values.max() ?? 0, values.last ?? 0]
      }
    }
  }

  private func found(_ series: SampleSeries) -> [RunIdentity: [[Double]]] {
    series.points.mapValues { $0.map { [$0.start.seconds, $0.min, $0.mean, $0.max, $0.last] } }
  }

  @Test(arguments: [
    (0.5, SampleSeries.Source.raw), (15, .raw), (90, .raw), (60, .minutes), (300, .minutes), (3600, .hours), (7200, .hours),
  ])
  func `Points are what the samples of their interval make`(_ step: Double, _ source: SampleSeries.Source) async throws {
    let folder = try StoreFolder()
    try await filled(folder)
    let reader = try folder.reader()
    for filter in [window(10_799.999), window(10_799.999, mix: other.mix)] {
      let until = step < 1 ? HistoryFilter(since: filter.since, until: start.advanced(bySeconds: 5000), mix: filter.mix) : filter
      let series = try reader.sampleSeries(until, of: .memory, stepSeconds: step)
      #expect(series.source == source)
      #expect(series.stepSeconds == step)
      #expect(try found(series) == expected(reader, until, step: Int64(step * 1000)))
      #expect(series.points.count == (filter.mix == nil ? 2 : 1))
    }
  }

  @Test func `Without a step there are at most 250 points`() async throws {
    let folder = try StoreFolder()
    try await filled(folder)
    let series = try folder.reader().sampleSeries(window(10_799), of: .queueDepth)
    #expect(series.stepSeconds == 60)
    #expect(series.points[other]?.count == 30)
  }

  @Test func `What is dropped is told from what is coarser`() async throws {
    let folder = try StoreFolder()
    try await filled(folder)
    _ = try folder.rows("DELETE FROM instants WHERE run_id < 5")
    let minutes = try folder.reader().sampleSeries(window(10_799), of: .memory, stepSeconds: 45)
    #expect(minutes.source == .minutes && minutes.stepSeconds == 60 && minutes.points.count == 2)
    _ = try folder.rows("DELETE FROM samples_1m")
    let hours = try folder.reader().sampleSeries(window(10_799), of: .memory, stepSeconds: 45)
    #expect(hours.source == .hours && hours.stepSeconds == 3600 && hours.points.count == 2)
  }

  @Test func `Too many points are refused with the step that would do`() async throws {
    let folder = try StoreFolder()
    try await filled(folder)
    let reader = try folder.reader()
    #expect(throws: TooManyPoints(leastStepSeconds: 10)) {
      try reader.sampleSeries(window(86_400), of: .memory, stepSeconds: 1)
    }
    #expect(try reader.sampleSeries(window(86_400), of: .memory, stepSeconds: 10).points.count == 2)
    #expect(throws: TooManyPoints(leastStepSeconds: 300)) {
      try reader.sampleSeries(window(30 * 86_400), of: .memory, stepSeconds: 60)
    }
    let texts = [0.5, 15, 300, 7200, 86_400].map { "\(TooManyPoints(leastStepSeconds: $0))" }
    #expect(texts[1] == "more than 11000 points; ask for a shorter window, or a step of at least 15s")
    #expect(texts.map { $0.split(separator: " ").last } == ["500ms", "15s", "5m", "2h", "1d"])
  }
}
