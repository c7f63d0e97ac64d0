package import Samples

/// A stall of an application, as JSON has it everywhere: without its instant, which a report and an agent tell differently.
package struct JSONAppStall: Encodable {
  private let seconds: Double
  private let cause: OrNull<String>
  private let secondsByCause: JSONCauses
  private let startup: Bool
  private let overload: Bool
  private let hostCaused: Bool
  private let waitChannel: OrNull<String>
  private let frame: OrNull<String>
  private let stack: [String]
  private let task: OrNull<String>
  private let holder: OrNull<Holder>

  private struct Holder: Encodable {
    let thread: String
    let frame: OrNull<String>
  }

  package init(_ told: AppStall) {
    let stall = told.stall
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
