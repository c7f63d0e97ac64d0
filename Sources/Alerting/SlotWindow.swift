import Samples

/// The slots of one mix in its window; the newest four also if they are older, so that a mix that is run seldom is judged by more than one.
struct SlotWindow: Sendable {
  /// More than half of so many must be missed, however few there were.
  private static let fewest = 4

  private struct Slot {
    let at: Timestamp
    let reason: String?
  }

  private let window: Double
  private var slots: [Slot] = []

  /// - Parameter window: in seconds.
  init(window: Double) {
    self.window = window
  }

  /// A slot came due.
  ///
  /// - Parameter missed: why no run was started in it; `nil` where one was.
  mutating func add(missed: String?, at now: Timestamp) {
    slots.append(Slot(at: now, reason: missed))
  }

  /// When a slot leaves the window.
  var nextDue: Timestamp? {
    slots.count > SlotWindow.fewest ? slots.first?.at.later(milliseconds: window.milliseconds + 1) : nil
  }

  /// Whether too many slots of the window were missed.
  mutating func finding(at now: Timestamp) -> AlertFinding {
    let outside = slots.prefix { now.milliseconds - $0.at.milliseconds > window.milliseconds }.count
    slots.removeFirst(max(0, min(outside, slots.count - SlotWindow.fewest)))
    guard !slots.isEmpty else { return .unknown }
    let missed = slots.filter { $0.reason != nil }
    let share = Double(missed.count) / Double(slots.count)
    guard 2 * missed.count > max(slots.count, SlotWindow.fewest) else {
      // Since the start there may have been too few to say that what another life found is over.
      return slots.count < SlotWindow.fewest && 2 * missed.count > slots.count ? .unknown : .met
    }
    return .breached([
      AlertResult(
        labels: .unexplained, value: share,
        facts: [
          "value": Percent.text(share), "window": SpanText.text(looked(at: now)), "limit": "at most 50 %", "at": now.iso8601,
          "measure": "the share of missed slots", "reason": missed.last?.reason ?? "",
          "cause": "No figure tells why slots pass without a run: the reason is all that is known.",
        ])
    ])
  }

  /// From the first slot of the window on, in seconds.
  private func looked(at now: Timestamp) -> Double {
    slots.first.map { Double(now.milliseconds - $0.at.milliseconds) / 1000 } ?? 0
  }

  /// The wall clock was set by so much.
  mutating func shift(by milliseconds: Int64) {
    slots = slots.map { Slot(at: $0.at.later(milliseconds: milliseconds), reason: $0.reason) }
  }
}
