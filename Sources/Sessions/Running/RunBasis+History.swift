package import Calculator
package import Prediction
package import Samples
package import Storage
import Thresholds

/// Which run of a history predictions begin from.
package enum RunChoice: Hashable, Sendable {
  /// The newest of all that completed.
  case last
  /// The one with this number.
  case id(Int64)
  /// The newest of this mix that completed.
  case mix(String)

  /// Reads `last`, a number, or else the name of a mix.
  package init(_ text: String) {
    if text == "last" {
      self = .last
    } else if let id = Int64(text), id >= 0 {
      self = .id(id)
    } else {
      self = .mix(text)
    }
  }
}

extension RunBasis {
  /// Reads it from a history.
  ///
  /// - Parameters:
  ///   - path: of the history, for what is said of it.
  ///   - costs: what the runtimes add.
  /// - Throws: `RunBasisProblem`; `StorageError`, `DamagedValue`.
  package init(_ choice: RunChoice, in history: HistoryReader, path: String, costs: (Runtime) -> RuntimeCosts) throws {
    let run = try history.chosen(choice, path: path)
    try self.init(MeasuredRun(run, in: history), costs: costs(run.run.identity.runtime))
  }
}

extension HistoryReader {
  fileprivate func chosen(_ choice: RunChoice, path: String) throws -> RunDetail {
    switch choice {
    case .id(let id):
      guard let run = try run(id) else { throw RunBasisProblem.unknownRun(id, path: path) }
      return run
    case .last:
      guard let run = try newest() else { throw RunBasisProblem.noRun(path: path) }
      return run
    case .mix(let mix):
      if let run = try newest(of: mix) { return run }
      let isKnown = try newest(of: mix, outcome: nil) != nil
      throw isKnown ? RunBasisProblem.noneCompleted(mix: mix, path: path) : .unknownMix(mix, path: path)
    }
  }

  private func newest(of mix: String? = nil, outcome: RunOutcome? = .completed) throws -> RunDetail? {
    let filter = HistoryFilter(since: Timestamp(milliseconds: .min), until: Timestamp(milliseconds: .max), mix: mix)
    return try runs(filter, outcome: outcome, limit: 1).first
  }
}

extension MeasuredRun {
  /// - Throws: `RunBasisProblem.incomplete`; what reading throws.
  fileprivate init(_ detail: RunDetail, in history: HistoryReader) throws {
    let run = detail.run
    guard run.outcome == .completed, let figures = run.figures else {
      throw RunBasisProblem.incomplete(run.id, run.outcome, reason: run.reason)
    }
    self.init(
      id: run.id, identity: run.identity, kind: run.kind,
      items: figures.itemsOk + figures.itemsFailed + figures.itemsTimeout, cores: max(1, Int(figures.cores.rounded())),
      parameters: run.parameters)
    arrivalSeconds = detail.evidence?.arrivalSeconds
    cpuStepSeconds = figures.cpuStepSeconds
    transfer = run.ownSteps?.transfer
    hasLock = detail.version.map { !$0.contains("free-threaded") }
    distributions = try history.distributions(ofRun: run.id)
  }
}
