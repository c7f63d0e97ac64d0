import API
import Endpoint
import Pages
import Processes
import Samples
import Snapshots
import Storage

/// The pages of runs.
extension AgentSite {
  func runListPage(_ query: EndpointContent.Query) async throws -> Document {
    let asked = try RunsQuery(query, of: "/runs")
    let snapshot = snapshot()
    let (page, mixes) = try await history.read { reader in
      (try RunsPage(asked, snapshot, history: reader), (try? reader?.mixes()) ?? [])
    }
    let others = query.filter { ["since", "until", "limit"].contains($0.name) && !$0.value.isEmpty }
    let filter = RunFilter(
      mix: asked.choice.mix, strategy: asked.choice.strategy, runtime: asked.choice.runtime, outcome: asked.outcome,
      verdict: asked.verdict, others: Dictionary(others.map { ($0.name, $0.value) }) { first, _ in first })
    let known = Set(mixes + snapshot.canaries.map(\.identity.mix)).sorted()
    return .html(
      RunListPage.html(
        page.runs, next: page.next, filter: filter, mixes: known, now: snapshot.at, looked: page.looked, root: root,
        version: build.text))
  }

  /// What is no number of a run is the address of no page.
  private func numbered(_ name: String) throws(APIProblem) -> Int64 {
    do { return try APIRequest.runID(name) } catch { throw APIProblem(.notFound, error.message) }
  }

  func runPage(_ name: String, _ query: EndpointContent.Query) async throws -> Document {
    let id = try numbered(name)
    try APIRequest.refuse(query, of: "/runs/\(id)")
    let snapshot = snapshot()
    let (run, beside) = try await history.read { reader in
      let run = try judgedRun(id, snapshot, history: reader)
      return (run, (try? RunBeside(run.detail.run, reader, snapshot)) ?? RunBeside())
    }
    return .html(RunPage.html(run, beside: beside, root: root, version: build.text))
  }
}
