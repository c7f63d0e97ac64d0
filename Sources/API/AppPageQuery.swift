package import Snapshots

/// The parameters of the page of an application.
package struct AppPageQuery: Sendable {
  /// How much of the past its plots show; `nil`: as much as there is.
  package let window: PageWindow?

  /// - Parameter query: in its order, with percent-encoding undone.
  /// - Throws: `APIProblem`: the page does not take such a parameter, or not with this value.
  package init(_ query: [(name: String, value: String)]) throws(APIProblem) {
    window = try Parameters(query, of: "/apps/NAME", known: ["window"]).word("window", PageWindow.self)
  }
}
