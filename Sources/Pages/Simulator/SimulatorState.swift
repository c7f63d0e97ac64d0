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
    let fields = SimulatorField.main(cores: cores) + SimulatorField.more(cores: cores)
    let standard = Dictionary(fields.map { ($0.name, $0.standard) }) { first, _ in first }
    values = standard.merging(Self.withTime(given)) { $1 }.filter { !$0.value.isEmpty }
  }

  /// What is to be predicted.
  ///
  /// - Parameter mostTasks: that may be asked for.
  package func request(mostTasks: Int) throws(CalculatorProblems) -> CalculatorRequest {
    try CalculatorRequest(values, cores: cores, mostTasks: mostTasks)
  }

  /// Those that the page has no field for: they count, and are named.
  var further: [(name: String, value: String)] {
    let fields = (SimulatorField.main(cores: cores) + SimulatorField.more(cores: cores)).map(\.name)
    return values.filter { !fields.contains($0.key) }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// The address without those.
  var plainQuery: String {
    let fields = SimulatorField.main(cores: cores) + SimulatorField.more(cores: cores)
    return fields.compactMap { field in
      values[field.name].map { "\(field.name)=\(PercentEncoding.text($0))" }
    }.joined(separator: "&")
  }

  /// The page asks for the time and its share of CPU: the times of both steps are turned into these, to a microsecond.
  private static func withTime(_ given: [String: String]) -> [String: String] {
    let steps = given.filter { ["io", "cpu"].contains($0.key) }
    guard !steps.isEmpty, given["time"] == nil, given["cpu-share"] == nil,
      let scenario = try? CalculatorRequest(steps, cores: 1).scenario
    else { return given }
    let seconds = scenario.io.mean + scenario.cpu.mean
    let milliseconds = (seconds * 1e6).rounded() / 1000
    let share = (scenario.cpu.mean / seconds * 1e4).rounded() / 1e4
    return given.filter { steps[$0.key] == nil }.merging(["time": "\(milliseconds)ms", "cpu-share": "\(share)"]) { $1 }
  }
}
