import Rendering
import Samples
import Snapshots

/// The run under way. It has its place where there is none as well, so that nothing moves when one begins.
struct StatusRunning {
  let snapshot: AgentSnapshot

  var markup: Markup {
    guard let running = snapshot.running else { return element(what: "No run is under way.", bar: hiddenBar, text: "") }
    let words = RunningWords(running, at: snapshot.at)
    return element(what: "<span class=\"how\">Running</span> \(running.identity.whole)", bar: bar(words.share), text: words.text)
  }

  private func element(what: Markup, bar: Markup, text: String) -> Markup {
    """
    <div class="running" role="group" aria-label="Run under way">
    <p class="what">\(what)</p>\(bar)<p class="note">\(text)</p>
    </div>
    """
  }

  private var hiddenBar: Markup { "<progress max=\"100\" value=\"0\" aria-label=\"Progress of the run\" hidden></progress>" }

  /// Without a value where nobody can tell.
  private func bar(_ share: Double?) -> Markup {
    let percent = share.map { Int(($0 * 100).rounded()) }
    let value: Markup = percent.map { " value=\"\($0)\"" } ?? .none
    return "<progress max=\"100\"\(value) aria-label=\"Progress of the run\">\(percent.map { "\($0) %" } ?? "")</progress>"
  }
}
