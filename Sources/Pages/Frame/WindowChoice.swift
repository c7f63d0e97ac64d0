import Rendering
import Snapshots

/// The choice of the window that the plots of a page show.
struct WindowChoice {
  /// `nil`: not known, as the history cannot be read.
  let window: PageWindow?
  let choices: [PageWindow]
  /// Of the page.
  let path: String
  /// What there is in it.
  let text: Markup

  var markup: Markup {
    let links = choices.map { choice -> Markup in
      let current: Markup = choice == window ? " aria-current=\"true\"" : .none
      return
        "<a href=\"\(path)?window=\(choice.rawValue)\"\(current) aria-label=\"The last \(choice.name)\">\(choice.rawValue)</a>"
    }
    return """
      <div class="windows"><nav aria-label="Window of the plots">\(Markup.joined(links))</nav>
      <p class="note">\(text)</p></div>
      """
  }
}
