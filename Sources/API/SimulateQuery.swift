import Calculator
import Prediction
import Rendering
import Samples

/// What is to be predicted.
package struct SimulateQuery: Hashable, Sendable {
  /// Of one answer at most: it is to come at once.
  package static let mostTasks = 100_000
  /// Of each timeline at most.
  static let mostSegments = 5000

  /// By parameter of the calculator, as they were given.
  package let values: [String: String]
  /// Pieces of each timeline that are asked for.
  package let segments: Int
  /// Who asks, by a name that the caller made up: of the requests of one page, the newest alone is of interest. `nil`: each is.
  package let page: String?

  init(_ query: [(name: String, value: String)]) throws(APIProblem) {
    // What is unknown is refused with all else that is wrong, by the calculator.
    let names = query.map(\.name)
    let parameters = try Parameters(query, of: "/api/v1/simulate", known: names)
    segments = try parameters.number("segments", in: 0...Self.mostSegments) ?? 0
    page = parameters["page"]
    values = names.filter { !["segments", "page"].contains($0) }.reduce(into: [:]) { $0[$1] = parameters[$1] }
  }

  /// One line of JSON. Computes for up to a second.
  ///
  /// - Parameters:
  ///   - cores: of this host.
  ///   - costs: what the runtimes add.
  ///   - isCancelled: asked now and then; the rest is left out then.
  func json(cores: Int, costs: (Runtime) -> RuntimeCosts, isCancelled: () -> Bool) throws -> String {
    do {
      let request = try CalculatorRequest(values, cores: cores, mostTasks: Self.mostTasks)
      return try CalculatorResult(request, segments: segments, costs: costs, isCancelled: isCancelled).json(isPretty: false)
    } catch let error as CalculatorProblems {
      let reasons = error.problems.map { "\($0.parameter.quoted): \($0.value.quoted) \($0.reason)" }
      throw APIProblem(.badData, "invalid parameters: \(reasons.joined(separator: "; "))", problems: error.problems)
    }
  }
}
