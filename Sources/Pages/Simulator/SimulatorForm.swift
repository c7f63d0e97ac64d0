import Calculator
import Rendering

/// The values of the page at `/simulator` as a form, and what is wrong with them beside each. Without the script it is sent to the page itself.
struct SimulatorForm {
  let state: SimulatorState
  let problems: [CalculatorProblem]
  let root: String

  var markup: Markup {
    """
    <form id="simulator" class="card" action="\(root)/simulator" method="get" aria-labelledby="simulator-title">
    <h2 id="simulator-title">The work</h2>
    <fieldset><legend class="hidden">Tasks, and how many at once</legend>
    \(lines: SimulatorField.main(cores: state.cores).map(field))
    </fieldset>
    <details id="more"\(isMoreOpen ? " open" : .none as Markup)><summary>More</summary>
    <fieldset><legend class="hidden">More</legend>
    \(lines: more.map(field))
    </fieldset></details>
    \(further)
    <button type="submit">Predict</button>
    <div id="gist" aria-hidden="true"></div>
    </form>
    """
  }

  private var more: [SimulatorField] { SimulatorField.more }

  /// Nothing that differs from what it usually is may be out of sight.
  private var isMoreOpen: Bool {
    more.contains { field in state.values[field.name] ?? "" != field.standard || problem(field.name) != nil }
  }

  private func problem(_ name: String) -> CalculatorProblem? { problems.first { $0.parameter == name } }

  private func field(_ field: SimulatorField) -> Markup {
    let problem = problem(field.name)
    let value = state.values[field.name] ?? ""
    return """
      <div class="sim-field"\(classes(field))><label for="\(field.name)">\(field.label)</label>\
      \(slider(field))\(field.choices.isEmpty ? input(field, value, problem) : select(field, value, problem))\
      <small id="\(field.name)-hint">\(field.hint)</small>\
      <p class="problem" id="\(field.name)-problem"\(problem == nil ? " hidden" : .none as Markup)>\
      \(problem.map { "\"\($0.value)\" \($0.reason)" } ?? "")</p></div>
      """
  }

  /// Text fields stand two in a row; what is derived is hidden until the script keeps it in step.
  private func classes(_ field: SimulatorField) -> Markup {
    if field.isDerived { return " data-derived hidden" }
    return field.steps == nil ? " data-half" : .none
  }

  /// The script shows it.
  private func slider(_ field: SimulatorField) -> Markup {
    let range: Markup
    switch field.steps {
    case nil: return .none
    case .decades(let lower, let upper):
      range = "data-steps=\"decades\" data-lower=\"\(at: lower)\" data-upper=\"\(at: upper)\""
    case .even(let lower, let upper, let step):
      range = "data-steps=\"even\" data-lower=\"\(at: lower)\" data-upper=\"\(at: upper)\" data-step=\"\(String(step))\""
    }
    return """
      <output for="\(field.name)" aria-live="off"></output>\
      <input type="range" class="slider" id="\(field.name)-slider" aria-label="\(field.label), slider" min="0" max="100" \
      data-for="\(field.name)" \(range) autocomplete="off" hidden>
      """
  }

  private func input(_ field: SimulatorField, _ value: String, _ problem: CalculatorProblem?) -> Markup {
    """
    <input type="text" \(attributes(field, problem)) value="\(value)" placeholder="\(field.standard)" \
    inputmode="\(field.unit == "time" ? "text" : "decimal")" autocomplete="off" autocapitalize="off" spellcheck="false">
    """
  }

  private func select(_ field: SimulatorField, _ value: String, _ problem: CalculatorProblem?) -> Markup {
    let isKnown = field.choices.contains { $0.value == value }
    let choices = field.choices + (isKnown ? [] : [(value, value)])
    let options = choices.map { choice -> Markup in
      "<option value=\"\(choice.value)\"\(choice.value == value ? " selected" : .none as Markup)>\(choice.name)</option>"
    }
    return "<select \(attributes(field, problem)) autocomplete=\"off\">\(Markup.joined(options))</select>"
  }

  private func attributes(_ field: SimulatorField, _ problem: CalculatorProblem?) -> Markup {
    """
    id="\(field.name)"\(named(field)) data-unit="\(field.unit)" \
    aria-describedby="\(field.name)-hint \(field.name)-problem"\(problem == nil ? .none : " aria-invalid=\"true\"" as Markup)
    """
  }

  /// What is derived is not sent.
  private func named(_ field: SimulatorField) -> Markup {
    field.isDerived ? .none : " name=\"\(field.name)\" data-standard=\"\(field.standard)\""
  }

  /// What the address says and no field can: it counts as well.
  private var further: Markup {
    let values = state.further
    guard !values.isEmpty else { return .none }
    let inputs = values.map { "<input type=\"hidden\" name=\"\($0.name)\" value=\"\($0.value)\">" as Markup }
    let words = values.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
    return """
      <div id="further">\(Markup.joined(inputs))<p class="note">The address also says: \(words). \
      <a href="\(root)/simulator?\(state.plainQuery)">Leave that out</a></p></div>
      """
  }
}
