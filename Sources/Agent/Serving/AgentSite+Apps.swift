import API
import Endpoint
import Pages
import Samples
import Snapshots
import Storage

/// The pages of watched applications.
extension AgentSite {
  private static let hour = 3600.0

  func appListPage(_ query: EndpointContent.Query) async throws -> Document {
    try APIRequest.refuse(query, of: "/apps")
    let snapshot = snapshot()
    let since = snapshot.at.advanced(bySeconds: -AgentSite.hour)
    let sums = await history.find { try $0.appSums(since: since, until: snapshot.at) }
    return .html(AppListPage.html(snapshot, hour: sums, root: root, revision: state.update { $0.pageRevision }))
  }

  /// Its plots show the window that is asked for, else the history as far as the least one holds it.
  func appPage(_ name: String, _ query: EndpointContent.Query) async throws -> Document {
    let asked = try AppPageQuery(query).window
    let snapshot = snapshot()
    let found = try await history.read { reader in
      try AppQuery.check(name, snapshot, reader)
      return try? reader.map { reader in
        try reader.within(HistoryDesk.limit) { try excerpt(of: name, asked, snapshot, $0) }
      }
    }
    return .html(
      AppPage.html(
        name, snapshot, found?.1, window: found?.0 ?? asked, root: root, revision: state.update { $0.pageRevision }))
  }

  private func excerpt(
    of name: String, _ asked: PageWindow?, _ snapshot: AgentSnapshot, _ reader: HistoryReader
  ) throws -> (PageWindow, AppExcerpt) {
    let range =
      try asked.map { PlotRange(of: $0, until: snapshot.at) }
      ?? PlotRange(holding: reader.firstAppInterval(name, until: snapshot.at), until: snapshot.at)
    return (range.window, try reader.appExcerpt(name, since: range.since, until: snapshot.at))
  }
}
