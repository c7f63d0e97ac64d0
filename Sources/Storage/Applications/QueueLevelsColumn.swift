import FoundationEssentials
import GRDB
import Samples

/// The columns of an application's intervals that tell of its queues: packed or, as older rows have them, as JSON.
struct QueueLevelsColumn {
  static let names = ["queues", "queue_levels"]
  private static let most = 1e18

  private let text, packed: StoredColumn

  init(_ columns: ColumnMap) throws {
    text = try columns("queues")
    packed = try columns("queue_levels")
  }

  /// In the order of `names`. Figures that are no numbers do not come back: such queues are left out.
  static func arguments(_ queues: [AppQueueLevel], _ words: AppWords, at instant: Int64) throws -> StatementArguments {
    let stored = queues.filter { $0.figures.allSatisfy { abs($0) <= most } }
    guard !stored.isEmpty else { return [nil, nil] }
    var packed = PackedFigures()
    for queue in stored {
      packed.append(try words.number(queue.name, at: instant))
      for figure in [queue.depth.mean, queue.depth.max, queue.depth.last] { packed.append(figure: figure) }
      packed.append(figure: queue.capacity)
    }
    return [nil, Data(packed.bytes)]
  }

  /// One whose name is not known any more is left out.
  ///
  /// - Throws: `DamagedValue`.
  func value(_ row: Row, _ words: AppWords) throws -> [AppQueueLevel] {
    guard let bytes: Data = try packed.optional(row) else { return try olderValue(row) }
    var reader = PackedFigures.Reader([UInt8](bytes))
    var queues: [AppQueueLevel] = []
    while !reader.isAtEnd {
      guard let number = reader.number(), let mean = reader.figure() ?? nil, let max = reader.figure() ?? nil,
        let last = reader.figure() ?? nil, let capacity = reader.figure()
      else { throw packed.damage(row) }
      let level = AppQueueLevel(
        name: try words.word(number) ?? "", depth: AppLevel(mean: mean, max: max, last: last), capacity: capacity)
      guard level.figures.allSatisfy({ abs($0) <= Self.most }) else { throw packed.damage(row) }
      if !level.name.isEmpty { queues.append(level) }
    }
    return queues
  }

  private func olderValue(_ row: Row) throws -> [AppQueueLevel] {
    let stored: [Older] = try text.optionalJSON(row) ?? []
    guard stored.allSatisfy({ $0.level.figures.allSatisfy { abs($0) <= Self.most } }) else { throw text.damage(row) }
    return stored.map(\.level)
  }

  /// An array of name, mean, max, last and capacity.
  private struct Older: Decodable {
    let level: AppQueueLevel

    init(from decoder: any Decoder) throws {
      var values = try decoder.unkeyedContainer()
      let name = try values.decode(String.self)
      let mean = try values.decode(Double.self)
      let max = try values.decode(Double.self)
      let last = try values.decode(Double.self)
      level = AppQueueLevel(
        name: name, depth: AppLevel(mean: mean, max: max, last: last), capacity: try values.decode(Double?.self))
    }
  }
}

extension AppQueueLevel {
  fileprivate var figures: [Double] { [depth.mean, depth.max, depth.last] + [capacity].compactMap { $0 } }
}
