import Rendering
import Snapshots

/// The choice of the window that plots show.
struct StatusWindow {
  /// `nil`: not known, as the history cannot be read.
  let window: PageWindow?
  let excerpt: HistoryExcerpt?
  let root: String

  var markup: Markup {
    WindowChoice(window: window, choices: PageWindow.ofStatus, path: "\(root)/", text: text).markup
  }

  private var text: Markup {
    guard let excerpt else {
      return """
        <span class="unknown"><span aria-hidden="true">?</span> The history cannot be read now</span>: what it would show is \
        left out. Verdicts, alerts and the newest runs are of the agent's memory.
        """
    }
    let runs = PageWords.count(excerpt.runs.count, "run")
    return "\(runs), from \(excerpt.since.shortMarkup(on: excerpt.until)) to \(excerpt.until.shortMarkup(on: excerpt.until))"
  }
}
