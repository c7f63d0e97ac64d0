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
    let seconds: Double
    let cause: OrNull<String>
    let secondsByCause: JSONCauses
    let startup: Bool
    let overload: Bool
    let hostCaused: Bool
    let waitChannel: OrNull<String>
    let frame: OrNull<String>
    let stack: [String]
    let task: OrNull<String>
    let holder: OrNull<Holder>

    init(_ recent: RecentStall) { self.init(recent.stall, at: recent.at, pid: recent.pid) }

    init(_ entry: AppStallEntry) { self.init(entry.stall, at: entry.endedAt, pid: entry.pid) }

    private init(_ told: AppStall, at instant: Timestamp, pid: Int) {
      let stall = told.stall
      at = instant.iso8601
      self.pid = pid
      seconds = stall.seconds
      cause = OrNull(stall.budget.leading?.rawValue)
      secondsByCause = JSONCauses(budget: stall.budget)
      startup = told.isStartup
      overload = told.isOverload
      hostCaused = stall.isHostCaused
      waitChannel = OrNull(stall.waitChannel)
      frame = OrNull(told.frame)
      stack = stall.stack
      task = OrNull(told.task)
      holder = OrNull(told.holder.map { Holder(thread: $0.thread, frame: OrNull($0.frame)) })
    }
  }

  struct Holder: Encodable {
    let thread: String
    let frame: OrNull<String>
  }
}
