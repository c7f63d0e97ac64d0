import GRDB
import Samples

/// The columns of `runs` that tell what the disk of a run's files did.
struct DiskColumns {
  static let names = [
    "disk_device", "disk_is_guess", "disk_busy_seconds", "disk_bytes", "own_disk_bytes", "disk_consumers",
    "hidden_disk_consumers",
  ]

  private let device, isGuess, busy, bytes, own, consumers, hidden: StoredColumn

  init(_ columns: ColumnMap) throws {
    device = try columns("disk_device")
    isGuess = try columns("disk_is_guess")
    busy = try columns("disk_busy_seconds")
    bytes = try columns("disk_bytes")
    own = try columns("own_disk_bytes")
    consumers = try columns("disk_consumers")
    hidden = try columns("hidden_disk_consumers")
  }

  /// In the order of `names`.
  static func arguments(_ disk: DiskUse?) throws -> StatementArguments {
    let consumers = try disk.map { try JSONColumn.text($0.consumers) }
    return [
      disk?.device, disk.map { $0.isGuess ? 1 : 0 }, disk?.busySeconds, disk?.bytes, disk?.ownBytes, consumers,
      disk?.hiddenReason?.rawValue,
    ]
  }

  /// - Throws: `DamagedValue`.
  func value(_ row: Row) throws -> DiskUse? {
    guard let name: String = try device.optional(row), let seconds = try busy.optionalSeconds(row),
      let moved = try bytes.optionalAmount(row)
    else { return nil }
    return DiskUse(
      device: name, isGuess: try isGuess.optional(row) == 1, busySeconds: seconds, bytes: moved,
      ownBytes: try own.optionalAmount(row),
      consumers: try named(row), hiddenReason: try hidden.word(row, HiddenConsumers.init(rawValue:)))
  }

  private func named(_ row: Row) throws -> [DiskConsumer] {
    guard let found: [DiskConsumer] = try consumers.optionalJSON(row) else { return [] }
    guard found.allSatisfy({ $0.bytes >= 0 && $0.bytes < 1e18 }) else { throw consumers.damage(row) }
    return Array(found.prefix(HostUse.consumerLimit))
  }
}
