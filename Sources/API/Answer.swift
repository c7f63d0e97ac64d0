package import Prediction
import Rendering
import Reporting
package import Samples
package import Snapshots
package import Storage

/// Answers a request with one line of JSON.
///
/// Blocks while it plays what `simulate` asks for, and while it reads the history, which `status`, `targets`, `apps`, `rules` and `alerts` never do;
/// `runs` and `run` only where the newest runs of the snapshot are not enough.
///
/// - Parameters:
///   - history: `nil` while there is no database, or it does not answer.
///   - limit: how long reading the history may take.
///   - costs: what the runtimes add to predicted work.
///   - isCancelled: whether nobody waits for the answer any more.
/// - Throws: `APIProblem`.
package func answer(
  _ request: APIRequest, snapshot: AgentSnapshot, history: HistoryReader?, within limit: Duration = .seconds(5),
  costs: (Runtime) -> RuntimeCosts = RuntimeCosts.standard, isCancelled: () -> Bool = { false }
) throws(APIProblem) -> String {
  let source = HistorySource(reader: history, limit: limit)
  do {
    switch request {
    case .status: return try JSONLine.text(JSONStatus(snapshot, isStored: history != nil))
    case .targets: return try JSONLine.text(JSONTargets(snapshot))
    case .apps: return try JSONLine.text(JSONApps(snapshot))
    case .app(let query): return try query.json(snapshot, source)
    case .runs(let query): return try JSONLine.text(JSONRuns(RunsPage(query, snapshot, source)))
    case .run(let id): return try JSONLine.text(JSONRunDetail(try run(id, snapshot, source)))
    case .samples(let query): return try JSONLine.text(JSONSamples(try samples(query, snapshot, source)))
    case .rules(let query): return try JSONLine.verbatim(PrometheusAnswer(data: PrometheusRules(snapshot, query)))
    case .alerts: return try JSONLine.verbatim(PrometheusAnswer(data: PrometheusAlerts(snapshot)))
    case .printed(let query):
      return try query.answer(
        history: history, at: snapshot.at, pages: snapshot.externalURL, within: limit
      ).text
    case .export(let query):
      var bytes: [UInt8] = []
      try query.write(history, at: snapshot.at, within: limit) { bytes += $0 }
      return String(decoding: bytes, as: UTF8.self)
    case .simulate(let query):
      return try query.json(cores: max(1, Int(snapshot.cost.cores)), costs: costs, isCancelled: isCancelled)
    }
  } catch let problem as APIProblem {
    throw problem
  } catch {
    throw APIProblem(.unavailable, "the answer cannot be written as JSON: \(error)")
  }
}

/// One run, judged: from memory, else from the history.
///
/// - Throws: `APIProblem`: there is none, or the history is needed and cannot be read.
package func judgedRun(
  _ id: Int64, _ snapshot: AgentSnapshot, history: HistoryReader?, within limit: Duration = .seconds(5)
) throws(APIProblem) -> JudgedRun {
  try run(id, snapshot, HistorySource(reader: history, limit: limit))
}

private func run(_ id: Int64, _ snapshot: AgentSnapshot, _ source: HistorySource) throws(APIProblem) -> JudgedRun {
  let recent = snapshot.newestRuns.first { $0.run.id == id }
  do throws(APIProblem) {
    return try source.read { reader in
      guard let run = try recent ?? reader.run(id) else { throw APIProblem(noRun: id, kept: try reader.keptRuns()) }
      var judge = RunJudge(reader)
      return try judge.judge(run)
    }
  } catch {
    guard let recent else { throw error }
    return snapshot.judged(recent)
  }
}

private func samples(_ query: SamplesQuery, _ snapshot: AgentSnapshot, _ source: HistorySource) throws(APIProblem) -> SampleSeries
{
  let filter = try query.filter(at: snapshot.at)
  return try source.read { try $0.sampleSeries(filter, of: query.quantity, stepSeconds: query.step) }
}

/// The history, where there is one, for a limited time.
struct HistorySource {
  private let reader: HistoryReader?
  private let limit: Duration

  init(reader: HistoryReader?, limit: Duration) {
    self.reader = reader
    self.limit = limit
  }

  /// - Throws: `APIProblem`: there is no history, it does not answer, or not in time.
  func read<Result>(_ body: (HistoryReader) throws -> Result) throws(APIProblem) -> Result {
    guard let reader else { throw APIProblem(.unavailable, "the history is needed for this, and the database is not open") }
    do {
      return try reader.within(limit, body)
    } catch let problem as APIProblem {
      throw problem
    } catch let problem as AlertNotFound {
      throw APIProblem(.notFound, "\(problem)")
    } catch let error as TooManyPoints {
      throw APIProblem(.badData, "\(error)")
    } catch StorageError.tooSlow {
      let time = DurationText.text(limit / .seconds(1))
      throw APIProblem(.timeout, "reading the history took longer than \(time); ask for less of it: a shorter window, or one mix")
    } catch {
      throw APIProblem(.unavailable, "the history is needed for this, and cannot be read: \(StorageFault.reason(of: error))")
    }
  }
}
