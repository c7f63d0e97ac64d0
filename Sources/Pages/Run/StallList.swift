import Rendering
import Samples
import Storage

/// Each stall of a run, in order of time, with its causes and what held the loop.
struct StallList {
  let detail: RunDetail

  private static let shown = 200

  var markup: Markup {
    let longest = detail.stalls.map(\.stall.seconds).max() ?? 0
    let rows = detail.stalls.prefix(Self.shown).map { StallRow(stall: $0.stall, at: offset($0), longest: longest).markup }
    let more = detail.stalls.count - rows.count
    return """
      <ol class="stall-list">
      \(lines: rows)
      </ol>
      \(more > 0 ? "<p class=\"note\">\(PageWords.count(more, "later stall")) not shown; the JSON has them.</p>" : .none)
      """
  }

  /// What an empty list means: none, as far as the figures tell, or none that is kept.
  static func noneText(_ run: StoredRun) -> String {
    guard let most = run.figures?.latencyMaxSeconds else { return "No stall of this run is kept." }
    return most > Self.standardLimit
      ? "No stall of this run is kept. Its latest tick was late by \(DurationText.text(most))."
      : "The loop never stood still for longer than \(DurationText.text(Self.standardLimit))."
  }

  /// How long a loop must stand still for a stall, where nothing else is configured.
  private static let standardLimit = 0.1

  private func offset(_ stall: StoredStall) -> Double {
    Double(stall.startedAt.milliseconds - detail.run.startedAt.milliseconds) / 1000
  }
}

/// One stall.
struct StallRow {
  let stall: Stall
  /// Seconds since the start of the run.
  let at: Double
  /// What the bar's whole width stands for.
  let longest: Double

  var markup: Markup {
    """
    <li><p class="stall"><span>at \(DurationText.text(at))</span> \
    <b class="length">\(DurationText.text(stall.seconds))</b></p>
    <div class="detail-bar">\(BudgetBar(budget: stall.budget, fullSeconds: longest, title: "Causes of this stall").markup)</div>
    <p class="why"><b>\(stall.budget.text)</b> <span class="facts">\(facts)</span></p>
    \(StackDetails.markup(stall.stack))</li>
    """
  }

  private var facts: Markup {
    let channel: Markup? = stall.waitChannel.map { "Asleep in <code>\($0)</code>." }
    let control: Markup? = stall.controlLateSeconds.map { late in
      stall.controlWasLate
        ? "The idle loop beside it was late as well, for \(DurationText.text(late)): the host did it."
        : "The idle loop beside it was on time."
    }
    let parts: [Markup?] = [
      stall.budget.leading.map { "\($0.sentence)" }, channel,
      stall.wasStopped ? "The process was stopped (a signal, a debugger)." : nil, control,
      stall.noticedNanoseconds == nil && stall.stack.isEmpty && stall.budget.leading == .callback
        ? "Nobody could look while it lasted." : nil,
    ]
    return .joined(parts.compactMap { $0 }.enumerated().map { $0.offset == 0 ? $0.element : " \($0.element)" })
  }
}

/// A stack, folded away until somebody opens it.
enum StackDetails {
  /// The innermost frame first; nothing for none.
  static func markup(_ stack: [String], title: String? = nil) -> Markup {
    guard let innermost = stack.first else { return .none }
    let title = title ?? word(for: stack)
    let frames = stack.map { "<li><code>\($0)</code></li>" as Markup }
    return """
      <details class="frames"><summary>\(title), \(PageWords.count(stack.count, "frame")): <code>\(innermost)</code></summary>
      <ol>
      \(lines: frames)
      </ol></details>
      """
  }

  /// Frames of Python tell file, line and function, those of Swift the function.
  static func word(for stack: [String]) -> String {
    let parts = stack.first?.split(separator: ":") ?? []
    return parts.count >= 3 && parts.dropFirst().contains { $0.allSatisfy(\.isNumber) } ? "Python stack" : "Stack"
  }
}
