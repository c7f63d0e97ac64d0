import GRDB
import Samples

/// The columns of an application's intervals that tell of its longest stall.
struct LongestStallColumns {
  static let names = ["longest", "longest_stack_id"]

  private let stall: StoredColumn
  private let stack: AppStackColumns

  init(_ columns: ColumnMap) throws {
    stall = try columns("longest")
    stack = try AppStackColumns(columns)
  }

  /// - Throws: `DamagedValue`.
  func value(_ row: Row) throws -> Stall? {
    guard let stored: Stored = try stall.optionalJSON(row) else { return nil }
    guard let value = stored.stall(stack: try stack.stack(row)) else { throw stall.damage(row) }
    return value
  }

  static func text(_ stall: Stall?) throws -> String? { try stall.map { try JSONColumn.text(Stored($0)) } }

  /// Without its stack. The instants are those of a clock that begins with the host: they are good for their distance alone.
  private struct Stored: Codable {
    let started, ended: Int64
    let noticed: Int64?
    let causes: [String: Double]
    let channel: String?
    let stopped: Bool?
    let late: Double?

    init(_ stall: Stall) {
      started = stall.startedNanoseconds
      ended = stall.endedNanoseconds
      noticed = stall.noticedNanoseconds
      causes = Dictionary(
        uniqueKeysWithValues: stall.budget.ranked.filter { $0.seconds.isFinite }.map { ($0.cause.rawValue, $0.seconds) })
      channel = stall.waitChannel
      stopped = stall.wasStopped ? true : nil
      late = stall.controlLateSeconds.flatMap { $0.isFinite ? $0 : nil }
    }

    /// `nil` if it says what cannot be. A cause that a newer calcmon knows is none of this one's.
    func stall(stack: [String]) -> Stall? {
      let instants = [started, ended] + [noticed].compactMap { $0 }
      guard instants.allSatisfy({ (0..<(1 << 62)).contains($0) }), started <= ended,
        (causes.values + [late ?? 0]).allSatisfy({ (0..<1e9).contains($0) })
      else { return nil }
      let known = StallCause.allCases.map { ($0, causes[$0.rawValue] ?? 0) }
      return Stall(
        startedNanoseconds: started, endedNanoseconds: ended, budget: StallBudget(Dictionary(uniqueKeysWithValues: known)),
        noticedNanoseconds: noticed, waitChannel: channel, stack: stack, wasStopped: stopped ?? false, controlLateSeconds: late)
    }
  }
}
