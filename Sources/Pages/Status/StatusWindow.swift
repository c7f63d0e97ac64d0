import Rendering
import Snapshots

/// The choice of the window that plots show.
struct StatusWindow {
  /// `nil`: not known, as the history cannot be read.
  let window: PageWindow?
  let excerpt: HistoryExcerpt?
  let root: String

  var markup: Markup {
    let links = PageWindow.allCases.map { choice -> Markup in
      let current: Markup = choice == window ? " aria-current=\"true\"" : .none
      return
        "<a href=\"\(root)/?window=\(choice.rawValue)\"\(current) aria-label=\"The last \(choice.name)\">\(choice.rawValue)</a>"
    }
    return """
      <div class="windows"><nav aria-label="Window of the plots">\(Markup.joined(links))</nav>
      <p class="note">\(text)</p></div>
      """
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
