/// What Prometheus' HTTP API answers to a query.
package struct PrometheusAnswer: Decodable {
  /// The values of one series.
  package struct Series: Decodable {
    /// Its labels.
    package let metric: [String: String]
    private let value: Point?
    private let values: [Point]?

    /// One of an instant query, those of each step that has one otherwise.
    package var points: [Point] { (values ?? []) + [value].compactMap { $0 } }
    /// Without stamps.
    package var numbers: [Double] { points.map(\.number) }
  }

  /// A value and when it is of.
  package struct Point: Decodable {
    /// Unix time, in seconds.
    package let at: Double
    /// The value; `nan` where it is none.
    package let number: Double

    package init(from decoder: any Decoder) throws {
      var list = try decoder.unkeyedContainer()
      at = try list.decode(Double.self)
      number = Double(try list.decode(String.self)) ?? .nan
    }
  }

  private struct Result: Decodable { let result: [Series] }

  /// `success` or `error`.
  package let status: String
  /// What is wrong.
  package let error: String?
  private let data: Result?

  /// All series of the answer.
  package var series: [Series] { data?.result ?? [] }
}
