import Calculator
import Testing

@Suite struct TuneSearchTests {
  private static let grid = TuneSetting.grid(cores: 4, hasPool: true)
  private static let present = TuneSetting(concurrency: 2, processes: 1, chunk: 1)

  /// A host on which four processes and some 64 in flight are best.
  private static func truth(_ setting: TuneSetting) -> Double {
    let processes = Double(min(setting.processes, 4)) - (setting.processes > 4 ? 0.3 : 0)
    let feeding = Double(setting.concurrency) / (Double(setting.concurrency) + 8)
    return 500 * processes * feeding * (1 - 0.0005 * Double(setting.concurrency)) * (setting.chunk > 16 ? 0.9 : 1)
  }

  /// - Parameters:
  ///   - model: what is predicted, by the truth.
  ///   - noise: of the n-th measurement.
  private func search(
    model: (TuneSetting) -> Double, noise: (Int) -> Double = { _ in 1 }
  ) -> (best: TuneSetting?, measured: [TuneSetting], count: Int) {
    var search = TuneSearch(
      predicted: Dictionary(uniqueKeysWithValues: (Self.grid).map { ($0, model($0)) }), present: Self.present)
    var count = 0
    while let next = search.next, count < 500 {
      search.add(next, throughput: Self.truth(next) * noise(count))
      count += 1
    }
    return (search.best, search.settings, count)
  }

  private var most: Double { Self.grid.map(Self.truth).max() ?? 0 }

  @Test func `With a model that is right, few are measured, and the best of all is found`() throws {
    let (best, measured, count) = search(model: Self.truth)
    #expect(Self.truth(try #require(best)) >= most * 0.96)
    #expect(measured.contains(Self.present))
    #expect(measured.count < Self.grid.count / 4)
    #expect(count < 60)
  }

  @Test(arguments: [0.5, 2]) func `A model that is wrong by a factor misleads nobody`(_ factor: Double) throws {
    let (best, measured, _) = search { Self.truth($0) * factor }
    #expect(Self.truth(try #require(best)) >= most * 0.96)
    #expect(measured.count < Self.grid.count / 4)
  }

  @Test func `Nor does one that is wrong about chunks and processes`() throws {
    let (best, measured, _) = search { Self.truth($0) * ($0.chunk == 1 ? 0.85 : 1.1) * ($0.processes > 4 ? 1.1 : 1) }
    #expect(Self.truth(try #require(best)) >= most * 0.93)
    #expect(measured.contains { $0.processes == 4 } && measured.contains { $0.processes == 5 })
  }

  @Test func `Noise does not decide: contenders are repeated`() throws {
    // A single one in seven is a fifth slower, as where somebody else computes.
    let (best, _, count) = search(model: Self.truth) { $0 % 7 == 3 ? 0.8 : 1 + 0.01 * Double($0 % 3 - 1) }
    #expect(Self.truth(try #require(best)) >= most * 0.93)
    #expect(count < 500)
  }

  @Test func `The curve over the concurrency has enough points for the law`() {
    var search = TuneSearch(
      predicted: Dictionary(uniqueKeysWithValues: Self.grid.map { ($0, Self.truth($0)) }), present: Self.present)
    while let next = search.next { search.add(next, throughput: Self.truth(next)) }
    #expect(search.curve.count >= 4)
    #expect(search.curve.map(\.count) == search.curve.map(\.count).sorted())
    #expect(ScalabilityLaw.fit(search.curve) != nil)
  }

  @Test func `The curve is flat where more in flight were measured and did no more`() {
    func search(_ throughputs: [(Int, Double)]) -> TuneSearch {
      let settings = throughputs.map { TuneSetting(concurrency: $0.0, processes: 2, chunk: 1) }
      var search = TuneSearch(predicted: [:], present: settings[0])
      for (setting, found) in zip(settings, throughputs) { search.add(setting, throughput: found.1) }
      return search
    }
    #expect(search([(1, 10), (8, 80), (64, 81)]).isFlat)
    #expect(!search([(1, 10), (8, 80), (64, 200)]).isFlat)
    #expect(!search([(1, 10), (8, 80), (10, 80)]).isFlat)
  }

  @Test func `What cannot be measured is left alone`() {
    var search = TuneSearch(
      predicted: [Self.present: 1, TuneSetting(concurrency: 4, processes: 1, chunk: 1): 2], present: Self.present)
    var count = 0
    while let next = search.next, count < 10 {
      search.fail(next)
      count += 1
    }
    #expect(count == 2 && search.best == nil)
  }

  @Test func `Without a pool there is the concurrency alone, and pieces fit into what is in flight`() {
    #expect(TuneSetting.grid(cores: 4, hasPool: false).allSatisfy { $0.processes == 0 && $0.chunk == 0 })
    #expect(Self.grid.allSatisfy { $0.chunk == 1 || $0.concurrency >= $0.chunk * $0.processes })
    #expect(Set(Self.grid).count == Self.grid.count && Self.grid.contains { $0.processes == 5 })
    #expect(TuneSetting.grid(cores: 128, hasPool: true).count < 400)
  }
}
