import Rendering

/// The parameters `format` and `width`.
package struct PrintedForm: Hashable, Sendable {
  private enum Format: String, CaseIterable { case text, json }

  /// JSON is asked for, not text.
  package let isJSON: Bool
  /// The columns of the terminal that text must fit; `nil`: there is none.
  package let width: Int?

  static let parameters = ["format", "width"]
  static let widths = 20...10_000

  init(_ parameters: Parameters) throws(APIProblem) {
    isJSON = try parameters.word("format", Format.self) == .json
    width = try parameters.number("width", in: Self.widths)
  }

  /// Reads the query of a route that takes no other parameters.
  init(_ query: [(name: String, value: String)], of route: String) throws(APIProblem) {
    try self.init(Parameters(query, of: route, known: Self.parameters))
  }
}
