package import Calculator
import Rendering
import Samples

/// Why a request is not answered, in the way of Prometheus' API.
package struct APIProblem: Error, Hashable, CustomStringConvertible {
  /// What is wrong. The raw value is the `errorType`.
  package enum ErrorType: String, Sendable {
    /// With the request.
    case badData = "bad_data"
    /// There is no such thing.
    case notFound = "not_found"
    /// The history is needed, and cannot be read.
    case unavailable
    /// Reading the history took too long.
    case timeout
  }

  /// What is wrong.
  package let errorType: ErrorType
  /// One line: what is wrong, and what is allowed.
  package let message: String
  /// The same by parameter, where a form may want to say it beside its fields; else empty.
  package let problems: [CalculatorProblem]

  /// Joins the parts.
  package init(_ errorType: ErrorType, _ message: String, problems: [CalculatorProblem] = []) {
    self.errorType = errorType
    self.message = message
    self.problems = problems
  }

  /// There is no run of a number.
  ///
  /// - Parameter kept: the first and the last that are kept; `nil`: there are none.
  package init(noRun id: Int64, kept: ClosedRange<Int64>?) {
    let known = kept.map { "the oldest kept run is \($0.lowerBound), the newest \($0.upperBound)" } ?? "no run is kept"
    self.init(.notFound, "there is no run \(id), or it is not kept any more: \(known)")
  }

  /// There is no application of a name.
  ///
  /// - Parameter known: those that there are.
  package init(noApp name: String, known: [String]) {
    let hint = NearestWord.of(name, among: known).map { "did you mean \($0.quoted)?" }
    let all = known.isEmpty ? "none is watched" : "there \(Plural.word(known.count, "is", "are")) \(WordList.text(known))"
    self.init(.notFound, "there is no application \(name.quoted), or nothing of it is kept any more: \(hint ?? all)")
  }

  /// Of the HTTP response.
  package var status: Int {
    switch errorType {
    case .badData: 400
    case .notFound: 404
    case .unavailable, .timeout: 503
    }
  }

  package var description: String { message }

  /// `{"status":"error","errorType":"bad_data","error":"…"}` as a line; with `"problems":[{"parameter","value","reason"}]` where there are some.
  package func json() throws -> String {
    try JSONLine.verbatim(
      JSONProblem(errorType: errorType.rawValue, error: message, problems: problems.isEmpty ? nil : problems))
  }

  private struct JSONProblem: Encodable {
    let status = "error"
    let errorType, error: String
    let problems: [CalculatorProblem]?

    private enum CodingKeys: String, CodingKey { case status, errorType, error, problems }
  }

  /// A value that a parameter cannot have.
  ///
  /// - Parameter reason: goes on after the value: `is none of sync, async`.
  static func invalid(_ parameter: String, _ value: String, _ reason: String) -> APIProblem {
    APIProblem(.badData, "invalid parameter \(parameter.quoted): \(value.quoted) \(reason)")
  }
}
