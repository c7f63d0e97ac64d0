package import Calculator
import Rendering
package import Samples

/// The page at `/simulator`: the calculator, with sliders.
package enum SimulatorPage {
  /// What became of the values of the address.
  package enum Outcome: Sendable {
    case predicted(CalculatorResult)
    /// They make no sense.
    case refused([CalculatorProblem])
    /// Others calculate already.
    case busy
  }

  /// The whole document.
  ///
  /// - Parameters:
  ///   - foreign: the runtimes of which nobody has measured here what they add.
  ///   - root: the route's prefix, with which every link begins: empty, or `/calcmon`.
  ///   - version: of the agent.
  package static func html(
    _ state: SimulatorState, _ outcome: Outcome, foreign: [Runtime], root: String, version: String
  ) -> String {
    let form = SimulatorForm(state: state, problems: problems(outcome), root: root)
    return PageFrame(title: "Simulator - calcmon", root: root, place: .simulator, version: version, script: .simulator).html(
      """
      <header><h1>Simulator</h1>
      <p class="lead">What would the same work take by each strategy? A model plays it; nothing is run.</p>
      \(presets(root))</header>
      <div class="simulator">
      \(form.markup)
      <div class="sim-results">
      \(results(outcome, state, foreign))
      \(timeline)
      </div></div>
      """)
  }

  private static func problems(_ outcome: Outcome) -> [CalculatorProblem] {
    if case .refused(let problems) = outcome { problems } else { [] }
  }

  private static func presets(_ root: String) -> Markup {
    let links = CalculatorPreset.all.map { preset -> Markup in
      let query = preset.values.map { "\($0.parameter)=\(PercentEncoding.text($0.value))" }.joined(separator: "&")
      return """
        <li><a href="\(root)/simulator?\(query)">\(preset.name)</a> <span class="note">\(preset.words) \
        \(preset.expectation)</span></li>
        """
    }
    return
      "<nav aria-label=\"Scenarios of the guide and of services\"><ul class=\"presets\">\(Markup.joined(links))</ul><p class=\"note\">A scenario sets every value below anew.</p></nav>"
  }

  private static func origin(_ foreign: [Runtime]) -> Markup {
    guard !foreign.isEmpty else { return .none }
    let names = WordList.text(foreign.map(\.rawValue))
    return """
      <p class="note">What \(names) \(Plural.word(foreign.count, "adds", "add")) to the work was measured on another host; <code>calcmon simulate --calibrate</code> \
      measures it here.</p>
      """
  }

  private static func results(_ outcome: Outcome, _ state: SimulatorState, _ foreign: [Runtime]) -> Markup {
    let sentence: String
    var figures = SimulatorFigures(result: nil)
    switch outcome {
    case .predicted(let result):
      figures = SimulatorFigures(result: result)
      sentence = result.sentence
    case .refused: sentence = "Nothing is predicted until the values are put right."
    case .busy: sentence = "Others calculate already: load the page again."
    }
    let names = Set(SimulatorField.parameters(cores: state.cores).map(\.name))
    let strange = problems(outcome).filter { !names.contains($0.parameter) }
    let items = strange.map { "<li>\($0.parameter): \"\($0.value)\" \($0.reason)</li>" as Markup }
    return """
      <section class="card" aria-labelledby="results-title"><h2 id="results-title">Results</h2>
      <p id="trouble" class="problem" hidden></p>
      <ul id="strange" class="problem"\(items.isEmpty ? " hidden" : .none as Markup)>\(Markup.joined(items))</ul>
      <p id="sentence" class="lead">\(sentence)</p>
      <p id="spoken" class="hidden" role="status"></p>
      \(figures.table)
      \(origin(foreign))</section>
      """
  }

  /// The script draws it.
  private static let timeline: Markup = """
    <section id="timeline" class="card" aria-labelledby="timeline-title" hidden><h2 id="timeline-title">Timeline</h2>
    <fieldset class="chips"><legend class="hidden">Of which strategy</legend></fieldset>
    <figure class="gantt"><figcaption><b id="timeline-text"></b> <ul class="legend">\
    <li><svg class="swatch" width="12" height="12" aria-hidden="true"><rect class="io" width="12" height="12" fill="url(#waits)"/></svg>waits for I/O</li>\
    <li><svg class="swatch" width="12" height="12" aria-hidden="true"><rect class="cpu" width="12" height="12"/></svg>computes</li></ul></figcaption>
    <svg id="gantt" width="100%" height="100" role="img" aria-labelledby="timeline-title" aria-describedby="timeline-words">\
    <defs><pattern id="waits" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">\
    <rect class="waits-back" width="5" height="5"/><rect class="waits-line" width="2" height="5"/></pattern></defs>\
    <g class="rows"></g><g class="axis"></g><path class="io" fill="url(#waits)" d=""/><path class="cpu" d=""/></svg>
    <p id="timeline-words" class="note"></p></figure>
    </section>
    """
}
