import Rendering
import Samples
import Thresholds

/// The choice of runs as a form, which asks for the same page with other words.
struct RunFilterForm {
  let filter: RunFilter
  /// That were ever run, in order.
  let mixes: [String]
  let links: PageLinks

  var markup: Markup {
    let known = Set(mixes + [filter.mix].compactMap(\.self)).sorted()
    let kept = filter.others.sorted { $0.key < $1.key }.map { name, value -> Markup in
      "<input type=\"hidden\" name=\"\(name)\" value=\"\(value)\">"
    }
    let all: Markup = filter.isChoice ? "<a href=\"\(links.runs)\">All runs</a>" : .none
    return """
      <form class="filters" action="\(links.runs)" method="get" aria-label="Which runs">
      \(choice("mix", "Mix", known, filter.mix))
      \(choice("strategy", "Strategy", Strategy.allCases.map(\.rawValue), filter.strategy?.rawValue))
      \(choice("runtime", "Runtime", Runtime.allCases.map(\.rawValue), filter.runtime?.rawValue))
      \(choice("outcome", "Outcome", RunOutcome.allCases.map(\.rawValue), filter.outcome?.rawValue))
      \(choice("verdict", "Verdict", Verdict.allCases.map(\.rawValue), filter.verdict?.rawValue))
      \(Markup.joined(kept))<button type="submit">Show</button> \(all)
      </form>
      """
  }

  private func choice(_ name: String, _ title: String, _ words: [String], _ chosen: String?) -> Markup {
    let options = words.map { word -> Markup in
      "<option value=\"\(word)\"\(word == chosen ? " selected" : "" as Markup)>\(word)</option>"
    }
    return """
      <label>\(title) <select name="\(name)"><option value="">any</option>\(Markup.joined(options))</select></label>
      """
  }
}
