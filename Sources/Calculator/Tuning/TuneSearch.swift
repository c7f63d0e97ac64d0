import Samples

/// Which settings to measure next: a value, told what was measured.
///
/// The model goes first. What it promises is corrected by what was measured, and a setting is measured where it could still be the best, given
/// how far the model was off until now; along the concurrency of the best, some are measured for the curve. The contenders are then repeated,
/// so that noise does not decide.
package struct TuneSearch: Sendable {
  private static let leastError = 0.03
  private static let repeats = 3
  /// Two throughputs that are as near are the same: the setting that takes less is preferred.
  package static let tie = 0.03

  private let predicted: [TuneSetting: Double]
  private let present: TuneSetting
  private var measured: [TuneSetting: [Double]] = [:]
  private var failed: Set<TuneSetting> = []

  /// - Parameters:
  ///   - predicted: items a second, by setting.
  ///   - present: what the mix has now; it is measured first.
  package init(predicted: [TuneSetting: Double], present: TuneSetting) {
    self.predicted = predicted
    self.present = present
  }

  /// What should be measured now; `nil` where nothing would change the advice.
  package var next: TuneSetting? {
    if isOpen(present) { return present }
    guard let favourite else { return nil }
    if isOpen(favourite) { return favourite }
    if let point = curvePlaces(beside: best ?? favourite).first(where: isOpen) { return point }
    if let open = unsure.max(by: { corrected($0) < corrected($1) }) { return open }
    return contenders.filter { measured[$0, default: []].count < Self.repeats }
      .min { (measured[$0, default: []].count, $0) < (measured[$1, default: []].count, $1) }
  }

  /// Notes a measurement.
  package mutating func add(_ setting: TuneSetting, throughput: Double) { measured[setting, default: []].append(throughput) }

  /// Notes that a setting could not be measured.
  package mutating func fail(_ setting: TuneSetting) { failed.insert(setting) }

  /// Median of what was measured; `nil` where nothing was.
  package func throughput(_ setting: TuneSetting) -> Double? { measured[setting]?.median }

  /// All that were measured.
  package var settings: [TuneSetting] { measured.keys.sorted() }

  /// How far the model was off, as a share: the median of those that were measured.
  package var modelError: Double {
    let errors = settings.compactMap { setting in throughput(setting).map { abs(corrected(setting) / $0 - 1) } }
    return max(Self.leastError, errors.median ?? 0.15)
  }

  /// Of those that were measured, the one that takes least among the fastest.
  package var best: TuneSetting? {
    guard let most = settings.compactMap(throughput).max() else { return nil }
    return settings.filter { throughput($0) ?? 0 >= most * (1 - Self.tie) }.min()
  }

  /// Whether more in flight than in the best were measured, half as many again at least, and did no more.
  package var isFlat: Bool {
    guard let best, let found = throughput(best) else { return false }
    let more = curve.filter { $0.count >= 1.5 * Double(best.concurrency) }
    return !more.isEmpty && more.allSatisfy { $0.throughput <= found * (1 + 2 * Self.tie) }
  }

  /// What was measured with the processes and the chunk of the best: concurrency and throughput, in ascending order.
  package var curve: [(count: Double, throughput: Double)] {
    guard let best else { return [] }
    return settings.filter { ($0.processes, $0.chunk) == (best.processes, best.chunk) }
      .compactMap { setting in throughput(setting).map { (Double(setting.concurrency), $0) } }
      .sorted { $0.count < $1.count }
  }

  // MARK: Choosing

  private func isOpen(_ setting: TuneSetting) -> Bool { measured[setting] == nil && !failed.contains(setting) }

  /// The one that takes least among those that the model promises most of.
  private var favourite: TuneSetting? {
    guard let most = predicted.values.max() else { return nil }
    return predicted.filter { $0.value >= most * (1 - Self.tie) }.keys.min()
  }

  /// With the same processes and chunk, every other concurrency, a factor of four: enough for a curve.
  private func curvePlaces(beside setting: TuneSetting) -> [TuneSetting] {
    let line = predicted.keys.filter { ($0.processes, $0.chunk) == (setting.processes, setting.chunk) }.sorted()
    return line.enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element)
  }

  /// What the model promises, in the measure of what was found.
  private func corrected(_ setting: TuneSetting) -> Double {
    let ratios = measured.keys.compactMap { key -> Double? in
      guard let found = throughput(key), let promised = predicted[key], promised > 0 else { return nil }
      return found / promised
    }
    return (predicted[setting] ?? 0) * (ratios.median ?? 1)
  }

  /// Open settings that could beat the best that was measured by more than a tie.
  private var unsure: [TuneSetting] {
    guard let best, let found = throughput(best) else { return [] }
    let error = modelError
    return predicted.keys.filter { isOpen($0) && corrected($0) * (1 + error) > found * (1 + Self.tie) }
  }

  private var contenders: [TuneSetting] {
    guard let most = settings.compactMap(throughput).max() else { return [] }
    return settings.filter { throughput($0) ?? 0 >= most * (1 - 2 * Self.tie) || $0 == present }
  }
}
