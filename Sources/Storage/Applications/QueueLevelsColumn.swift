import GRDB
import Samples

/// The column of an application's intervals that tells of its queues.
struct QueueLevelsColumn {
  static let name = "queues"

  private let column: StoredColumn

  init(_ columns: ColumnMap) throws { column = try columns(QueueLevelsColumn.name) }

  /// The text of the column; `nil` if there are none. Of figures that are no numbers JSON has none: such queues are left out.
  static func text(_ queues: [AppQueueLevel]) throws -> String? {
    let stored = queues.map(Stored.init).filter { $0.figures.allSatisfy(\.isFinite) }
    return stored.isEmpty ? nil : try JSONColumn.text(stored)
  }

  /// - Throws: `DamagedValue`.
  func value(_ row: Row) throws -> [AppQueueLevel] {
    let stored: [Stored] = try column.optionalJSON(row) ?? []
    guard stored.allSatisfy({ $0.figures.allSatisfy { abs($0) <= 1e18 } }) else { throw column.damage(row) }
    return stored.map(\.level)
  }

  /// An array, since it is shorter than an object.
  private struct Stored: Codable {
    let level: AppQueueLevel

    var figures: [Double] { [level.depth.mean, level.depth.max, level.depth.last] + [level.capacity].compactMap { $0 } }

    init(_ level: AppQueueLevel) { self.level = level }

    init(from decoder: any Decoder) throws {
      var values = try decoder.unkeyedContainer()
      let name = try values.decode(String.self)
      let mean = try values.decode(Double.self)
      let max = try values.decode(Double.self)
      let last = try values.decode(Double.self)
      level = AppQueueLevel(
        name: name, depth: AppLevel(mean: mean, max: max, last: last), capacity: try values.decode(Double?.self))
    }

    func encode(to encoder: any Encoder) throws {
      var values = encoder.unkeyedContainer()
      try values.encode(level.name)
      for figure in [level.depth.mean, level.depth.max, level.depth.last] { try values.encode(figure) }
      try values.encode(level.capacity)
    }
  }
}
