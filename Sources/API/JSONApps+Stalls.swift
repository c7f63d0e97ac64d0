import Applications
import Rendering
import Samples

extension JSONApps {
  /// What the stalls of an application came to, and the newest of them, the newest first.
  struct Stalls: Encodable {
    let count: Double
    let secondsByCause: JSONCauses
    let startupCount: Double
    let newest: [Stall]

    init(_ view: AppView) {
      count = view.totals.stalls
      secondsByCause = JSONCauses(budget: view.totals.stallSeconds)
      startupCount = view.totals.startupStalls
      newest = view.stalls.reversed().map(Stall.init)
    }
  }

  struct Stall: Encodable {
    let at: String
    let pid: Int
    let stall: JSONAppStall

    private enum CodingKeys: CodingKey { case at, pid }

    init(_ recent: RecentStall) {
      (at, pid, stall) = (recent.at.iso8601, recent.pid, JSONAppStall(recent.stall))
    }

    init(_ entry: AppStallEntry) {
      (at, pid, stall) = (entry.endedAt.iso8601, entry.pid, JSONAppStall(entry.stall))
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(at, forKey: .at)
      try container.encode(pid, forKey: .pid)
      try stall.encode(to: encoder)
    }
  }
}
