package import Calculator
import Prediction

/// What the page at `/simulator` is asked about: its address, completed.
///
/// The address holds every value and not only what differs from the defaults, so that it says the same on a host with other cores, and to the API.
package struct SimulatorState: Sendable {
  /// By parameter of the calculator, as they were given, or as the page has them where they were not.
  package let values: [String: String]
  /// Usable cores of this host.
  package let cores: Int

  /// - Parameters:
  ///   - query: of the address. What is given more than once is taken as one text, and so refused.
  ///   - cores: of this host, usable.
  package init(_ query: [(name: String, value: String)], cores: Int) {
    self.cores = cores
    let given = Dictionary(query.filter { !$0.value.isEmpty }.map { ($0.name, $0.value) }) { "\($0),\($1)" }
    let fields = SimulatorField.parameters(cores: cores)
    var standard = Dictionary(fields.map { ($0.name, $0.standard) }) { first, _ in first }
    let own = Self.withSteps(given)
    // What cannot be turned into the two steps is refused as it was given, and contradicts nothing that was not.
    if !Self.whole.isDisjoint(with: own.keys) || !Self.steps.isDisjoint(with: own.keys) {
      for name in Self.steps { standard[name] = nil }
    }
    values = standard.merging(own) { $1 }.filter { !$0.value.isEmpty }
  }

  /// What is to be predicted.
  ///
  /// - Parameter mostTasks: that may be asked for.
  package func request(mostTasks: Int) throws(CalculatorProblems) -> CalculatorRequest {
    try CalculatorRequest(values, cores: cores, mostTasks: mostTasks)
  }

  /// Those that the page has no field for: they count, and are named.
  var further: [(name: String, value: String)] {
    let fields = SimulatorField.parameters(cores: cores).map(\.name)
    return values.filter { !fields.contains($0.key) }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// The address without those.
  var plainQuery: String {
    SimulatorField.parameters(cores: cores).compactMap { field in
      values[field.name].map { "\(field.name)=\(PercentEncoding.text($0))" }
    }.joined(separator: "&")
  }

  private static let steps: Set = ["io", "cpu"]
  private static let whole: Set = ["time", "cpu-share"]

  /// The page asks for the times of the two steps: a time with its share of CPU is turned into these, to a nanosecond.
  private static func withSteps(_ given: [String: String]) -> [String: String] {
    let asked = given.filter { whole.contains($0.key) }
    guard !asked.isEmpty, steps.isDisjoint(with: given.keys) else { return given }
    let standard = ["time": "100ms", "cpu-share": "0.3"].merging(asked) { $1 }
    guard let scenario = try? CalculatorRequest(standard, cores: 1).scenario else { return given }
    return given.filter { !whole.contains($0.key) }.merging(["io": text(scenario.io.mean), "cpu": text(scenario.cpu.mean)]) { $1 }
  }

  private static func text(_ seconds: Double) -> String {
    let nanoseconds = (seconds * 1e9).rounded()
    guard nanoseconds >= 1 else { return "0ms" }
    let milliseconds = nanoseconds / 1e6
    let text = "\(milliseconds)"
    // Small ones have an exponent else.
    return text.contains("e") ? "\(nanoseconds / 1e3)us" : "\(text.hasSuffix(".0") ? String(text.dropLast(2)) : text)ms"
  }
}
