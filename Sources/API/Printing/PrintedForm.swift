import Rendering

/// How it is to be printed: `format` and `width`.
package struct PrintedForm: Hashable, Sendable {
  private enum Format: String, CaseIterable { case text, json }

  /// Instead of text.
  package let isJSON: Bool
  /// Of the terminal that it must fit; `nil`: there is none.
  package let width: Int?

  static let parameters = ["format", "width"]
  static let widths = 20...10_000

  init(_ parameters: Parameters) throws(APIProblem) {
    isJSON = try parameters.word("format", Format.self) == .json
    width = try parameters.number("width", in: Self.widths)
  }

  /// Alone.
  init(_ query: [(name: String, value: String)], of route: String) throws(APIProblem) {
    try self.init(Parameters(query, of: route, known: Self.parameters))
  }
}
