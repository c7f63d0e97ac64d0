import Rendering
import Samples
import Storage

/// `/api/v1/samples`.
struct JSONSamples: Encodable {
  struct Series: Encodable {
    let quantity: String
    let unit: String
    let source: String
    let stepSeconds: Double
    let points: [Point]
  }

  /// `[Unix seconds, min, mean, max]`
  struct Point: Encodable {
    private let point: SampleSeries.Point

    init(_ point: SampleSeries.Point) { self.point = point }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.unkeyedContainer()
      try container.encode(point.start.seconds)
      for value in [point.min, point.mean, point.max] { try container.encode(OrNull(value)) }
    }
  }

  let series: [JSONOf<Series>]

  init(_ found: SampleSeries) {
    series = found.points.sorted { $0.key < $1.key }.map { identity, points in
      let series = Series(
        quantity: found.quantity.rawValue, unit: found.quantity.unit, source: found.source.rawValue,
        stepSeconds: found.stepSeconds, points: points.map(Point.init))
      return JSONOf(identity, series)
    }
  }
}
