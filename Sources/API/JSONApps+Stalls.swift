import Applications
import Rendering
import Samples

extension JSONApps {
  /// What the stalls of an application came to, and the newest of them, the newest first.
  struct Stalls: Encodable {
    let count: Double
    let secondsByCause: JSONCauses
    let startupCount: Double
    let newest: [JSONAppStallEntry]

    init(_ view: AppView) {
      count = view.totals.stalls
      secondsByCause = JSONCauses(budget: view.totals.stallSeconds)
      startupCount = view.totals.startupStalls
      newest = view.stalls.reversed().map { JSONAppStallEntry(at: $0.at, pid: $0.pid, $0.stall) }
    }
  }
}
