import Glibc
package import Prediction
package import Samples

/// The same work, with one parameter that moves.
package struct CalculatorSweep: Sendable {
  /// The parameter that moves.
  package let parameter: String
  /// Its values, as texts, in ascending order.
  package let places: [String]
  /// What is predicted at each place.
  package let results: [CalculatorResult]

  private static let mostPlaces = 41
  /// At each place, where chance decides.
  private static let courses = 3

  /// Plays all of them.
  ///
  /// - Parameters:
  ///   - text: as `concurrency=1..200` or `cpu=1ms..100ms`.
  ///   - values: of the other parameters; see `CalculatorRequest`.
  ///   - basis: the run whose steps and settings are taken for what is not given; `nil`: none.
  /// - Throws: `CalculatorProblems`, also for a value on the way that the parameter cannot have.
  package init(
    _ text: String, values: [String: String], cores: Int, from basis: RunBasis? = nil,
    costs: (Runtime) -> RuntimeCosts = RuntimeCosts.standard
  ) throws(CalculatorProblems) {
    func refuse(_ reason: String) -> CalculatorProblems {
      CalculatorProblems(problems: [CalculatorProblem(parameter: "sweep", value: text, reason: reason)])
    }
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    let sweepable = (CalculatorRequest.parameters + (basis == nil ? [] : CalculatorRequest.parametersOfRuns))
      .filter(\.isQuantity).map(\.name)
    guard parts.count == 2, sweepable.contains(parts[0]) else {
      throw refuse("must be as concurrency=1..200, of one of \(sweepable.joined(separator: ", "))")
    }
    parameter = parts[0]
    if values[parameter] != nil { throw refuse("contradicts \(parameter), which has one value") }
    guard let places = Self.places(parts[1]) else {
      throw refuse("must go from a number, duration, share or rate to a greater one, as 1..200, 1ms..1s, 10%..90% or 50/s..800/s")
    }
    self.places = places
    var requests: [CalculatorRequest] = []
    for place in places {
      requests.append(try CalculatorRequest(values.merging([parts[0]: place]) { $1 }, cores: cores, from: basis))
    }
    let depth = parts[0] == "rate" ? ServiceAnswer.Depth.capacity : .none
    results = requests.map { request in
      var request = request
      request.courses = min(request.courses, Self.courses)
      return CalculatorResult(request, depth: depth, costs: costs)
    }
  }

  /// At most 41 of them: evenly, or each as much greater than the last where the range goes over more than an order of magnitude.
  private static func places(_ range: String) -> [String]? {
    let ends = range.components(separatedBy: "..")
    guard ends.count == 2 else { return nil }
    if let first = number(ends[0]), let last = number(ends[1]) {
      guard first < last else { return nil }
      let isWhole = !range.replacing("..", with: "").contains(".") && [first, last].allSatisfy { $0 == $0.rounded() }
      let found = spread(first, last, most: isWhole ? min(mostPlaces, Int(min(1000, last - first)) + 1) : mostPlaces)
      return unique(found.map { isWhole ? "\(Int($0.rounded()))" : Digits.text($0) })
    }
    guard let first = DurationText.seconds(ends[0]), let last = DurationText.seconds(ends[1]), first < last else { return nil }
    return unique(spread(first, last, most: mostPlaces).map { DurationText.text($0).replacing(" ", with: "") })
  }

  /// A number, a share as `30%`, or a rate as `300/s`.
  private static func number(_ text: String) -> Double? {
    text.hasSuffix("%") ? ShareText.share(text) : RateText.perSecond(text)
  }

  private static func spread(_ first: Double, _ last: Double, most: Int) -> [Double] {
    let isWide = first > 0 && last > 10 * first && most == mostPlaces
    return (0..<most).map { index in
      let share = Double(index) / Double(most - 1)
      return isWide ? first * pow(last / first, share) : first + (last - first) * share
    }
  }

  private static func unique(_ texts: [String]) -> [String] {
    texts.enumerated().filter { $0.offset == 0 || texts[$0.offset - 1] != $0.element }.map(\.element)
  }
}

extension String {
  /// The parts between the separators, empty ones too.
  fileprivate func components(separatedBy separator: String) -> [String] {
    split(separator: separator, omittingEmptySubsequences: false).map(String.init)
  }
}
