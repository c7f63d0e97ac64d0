import Rendering
import Samples

/// A place in the code at which loops stood still for one cause.
struct AppPlace {
  private static let most = 10
  private static let mostFramesAround = 3

  let stalls: [AppStall]

  /// The places that cost most time, the worst first.
  static func costliest(_ stalls: [AppStall]) -> [AppPlace] {
    Dictionary(grouping: stalls) { Key($0) }.values.map { AppPlace(stalls: $0) }
      .sorted { ($1.seconds, $0.began) < ($0.seconds, $1.began) }
      .prefix(most).map { $0 }
  }

  private struct Key: Hashable {
    let frame: String?
    let cause: StallCause?
    let isOverload: Bool

    init(_ stall: AppStall) {
      let isForLock = stall.stall.budget.leading == .gil
      frame = isForLock ? stall.holder?.frame : stall.frame ?? stall.stall.stack.first
      cause = stall.stall.budget.leading
      isOverload = stall.isOverload
    }
  }

  private var seconds: Double { stalls.reduce(0) { $0 + $1.stall.seconds } }
  private var began: Int64 { stalls.map(\.stall.startedNanoseconds).min() ?? 0 }
  private var worst: AppStall? { stalls.max { $0.stall.seconds < $1.stall.seconds } }

  /// How long, how often and why; then where: the application's own frame, what it had called, and who had called it.
  func lines(_ width: Int?) -> [String] {
    guard let worst else { return [] }
    let length = DurationText.text(seconds)
    let often = stalls.count == 1 ? "" : " in \(stalls.count) stalls of at most \(DurationText.text(worst.stall.seconds))"
    let headline = WrappedText.lines("\(length)\(often): \(worst.reason)", width: width, indent: "  ", hanging: "    ")
    guard worst.stall.budget.leading != .gil else { return headline }
    return headline + places(worst).flatMap { WrappedText.lines($0, width: width, indent: "      ", hanging: "  ") }
  }

  private func places(_ stall: AppStall) -> [String] {
    let stack = stall.stall.stack
    guard let frame = stall.frame ?? stack.first else { return [] }
    let index = stack.firstIndex(of: frame) ?? 0
    let task = stall.task.map { ", task \($0)" } ?? ""
    let inner = stack[..<index].suffix(Self.mostFramesAround)
    let outer = stack.dropFirst(index + 1).prefix(Self.mostFramesAround)
    return ["at \(frame)\(task)"] + inner.reversed().map { "which had called \($0)" } + outer.map { "called by \($0)" }
  }
}

extension AppStall {
  /// What held the loop, in words.
  var reason: String {
    if isOverload { return "many tasks in one turn, none of them long" + (stall.isHostCaused ? "; and no core was free" : "") }
    switch stall.budget.leading {
    case .callback: return "code on the loop computed"
    case .gc: return "Python's garbage collector stopped all code"
    case .gil:
      let who = holder.map { "thread \($0.thread)" + ($0.frame.map { " at \($0)" } ?? "") } ?? "another thread"
      return "\(who) had Python's lock"
    case .blocked: return "asleep" + (stall.waitChannel.map { " in \($0)" } ?? "")
    case .runqueue: return "no core was free: the host"
    case .throttled: return "the CPU quota of its control group was used up: the host"
    case .steal: return "the hypervisor had taken the core away: the host"
    case .unexplained, nil: return "no figure of the kernel accounts for it"
    }
  }
}
