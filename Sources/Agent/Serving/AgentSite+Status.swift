import API
import Endpoint
import Pages
import Samples
import Snapshots
import Storage

/// The page at `/`.
extension AgentSite {
  /// Intervals of the heat maps.
  private static let heatColumns = 96

  /// Its plots show the window that is asked for, else the history as far as the least one holds it.
  func statusPage(_ query: EndpointContent.Query) async -> Document {
    let asked: PageWindow?
    do throws(APIProblem) {
      asked = try StatusPageQuery(query).window
    } catch {
      return problem(error)
    }
    let snapshot = snapshot()
    let found = await history.find { reader in
      let range =
        try asked.map { PlotRange(of: $0, until: snapshot.at) }
        ?? PlotRange(holding: reader.firstRunEnd(until: snapshot.at), until: snapshot.at)
      return (range.window, try reader.excerpt(since: range.since, until: snapshot.at, columns: AgentSite.heatColumns))
    }
    return .html(
      StatusPage.html(
        snapshot, found?.1, window: found?.0 ?? asked, root: root, revision: state.update { $0.pageRevision }))
  }
}
