import Rendering
import Samples
import Storage

/// What a run's page tells of steps of the user's own: the first failure, how workers came to be, what it took to send items to them.
struct OwnStepList {
  private let account: OwnStepAccount

  /// `nil` if there is nothing to tell.
  init?(_ run: StoredRun) {
    guard let account = run.ownSteps else { return nil }
    self.account = account
  }

  /// A part of the page.
  var section: Markup {
    let figures: [(name: String, value: String?)] = [
      ("Workers started in", account.workerStartSeconds.map(DurationText.text)),
      ("To send an item to a worker", account.transfer.map { "\($0.text)" }),
    ]
    let items = figures.compactMap { name, value in value.map { "<div><dt>\(name)</dt><dd>\($0)</dd></div>" as Markup } }
    let list: Markup =
      items.isEmpty
      ? .none
      : """
      <dl class="run-figures">
      \(lines: items)
      </dl>
      """
    return PageSection.markup("own-steps", "Steps of your own", .lines([list, failure]))
  }

  private var failure: Markup {
    guard let error = account.firstError else { return .none }
    let text = error.split(whereSeparator: \.isNewline).map { Printable.text(String($0)) }.joined(separator: "\n")
    return "<p>The first item that failed:</p>\n<pre><code>\(text)</code></pre>"
  }
}
