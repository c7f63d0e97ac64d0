import FoundationEssentials
import GRDB
import Samples

/// The column of an application's intervals that tells who had the host's cores meanwhile. Older rows have it in `consumers`, as those of runs.
struct NeighboursColumn {
  static let name = "neighbours"
  private static let seconds: ClosedRange<Double> = 0...1e9

  private let column: StoredColumn

  init(_ columns: ColumnMap) throws { column = try columns(NeighboursColumn.name) }

  /// The bytes of the column; `nil` if there are none. What is no number is left out.
  static func bytes(_ consumers: [CPUConsumer], _ words: AppWords, at instant: Int64) throws -> Data? {
    let stored = consumers.filter { seconds.contains($0.seconds) }
    guard !stored.isEmpty else { return nil }
    var packed = PackedFigures()
    for consumer in stored {
      packed.append(try words.number(consumer.name, at: instant))
      packed.append(figure: consumer.seconds)
    }
    return Data(packed.bytes)
  }

  /// `nil` if the row has none here. One whose name is not known any more is left out.
  ///
  /// - Throws: `DamagedValue`.
  func value(_ row: Row, _ words: AppWords) throws -> [CPUConsumer]? {
    guard let bytes: Data = try column.optional(row) else { return nil }
    var reader = PackedFigures.Reader([UInt8](bytes))
    var consumers: [CPUConsumer] = []
    while !reader.isAtEnd {
      guard let number = reader.number(), let figure = reader.figure(), let seconds = figure, Self.seconds.contains(seconds)
      else {
        throw column.damage(row)
      }
      if let name = try words.word(number) { consumers.append(CPUConsumer(name: name, seconds: seconds)) }
    }
    return Array(consumers.prefix(HostUse.consumerLimit))
  }
}
