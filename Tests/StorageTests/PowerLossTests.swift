import CalcmonTesting
import FaultyVFS
import Foundation
import Testing

/// What power failures leave, in the manner of section 3.3 of https://www.sqlite.org/testing.html.
@Suite(.timeLimit(.minutes(5))) struct PowerLossTests {
  private static let batches = 1...6
  /// A hundred, or as many as `CALCMON_SEEDS` says.
  private static let seeds = 0..<(ProcessInfo.processInfo.environment["CALCMON_SEEDS"].flatMap { UInt32($0) } ?? 100)

  @Test(arguments: SweptStore.all + [PlainStore.store(synchronous: "FULL", isDurable: true)])
  func `After a power failure at any moment the store opens, sound, with the first batches and no others`(
    store: SweptStore
  ) async throws {
    let operations = try await changes(of: store)
    var lost = 0
    for seed in Self.seeds {
      let end = try await powerLoss(store, at: 1 + Int(seed) * operations / Self.seeds.count, seed: seed)
      let at = "\(store.name), seed \(seed)"
      let session = try await FaultSweep.naming(at, "opens") { try await store.open(end.path) }
      try await session.close()
      let found = try FaultSweep.found(store, end.path)
      #expect(found.integrity == "ok", "\(at)")
      let present = found.batches.count
      #expect(found.batches == Dictionary(uniqueKeysWithValues: (0..<present).map { ($0 + 1, 1) }), "\(at)")
      lost += max(0, end.acknowledged - present)
    }
    // Where nothing is ever lost although it may be, the failures were none.
    #expect(store.isDurable ? lost == 0 : lost > 0)
  }

  @Test func `Without any sync the same failures do damage`() async throws {
    let careless = PlainStore.store(synchronous: "OFF")
    let operations = try await changes(of: careless)
    var damaged = 0
    for seed in Self.seeds {
      let end = try await powerLoss(careless, at: 1 + Int(seed) * operations / Self.seeds.count, seed: seed)
      let found = try? FaultSweep.found(careless, end.path)
      if found?.integrity != "ok" { damaged += 1 }
    }
    #expect(damaged > 0)
  }

  /// A database after the failure, and how many batches were acknowledged before.
  private struct End {
    let directory: TemporaryDirectory
    let path: String
    let acknowledged: Int
  }

  /// Cuts the power when the operation is about to be done.
  private func powerLoss(_ store: SweptStore, at operation: Int, seed: UInt32) async throws -> End {
    let directory = try TemporaryDirectory()
    let path = directory.file("lost.db")
    let journal = try PowerJournal(path: path)
    let plan = try FaultPlan(path: path, operations: .changes, nth: operation, repeats: true, code: FaultCode.write)
    let acknowledged = await acknowledgedBatches(of: store, path)
    let copy = directory.file("left.db")
    try journal.lose(into: copy, seed: seed)
    plan.clear()
    return End(directory: directory, path: copy, acknowledged: acknowledged)
  }

  /// How many operations a run without any fault makes that change its files.
  private func changes(of store: SweptStore) async throws -> Int {
    let directory = try TemporaryDirectory()
    let path = directory.file("counted.db")
    let plan = try FaultPlan(path: path, operations: .changes, nth: .max, repeats: false, code: FaultCode.write)
    #expect(await acknowledgedBatches(of: store, path) == Self.batches.count)
    return plan.count
  }

  /// Opens, writes until something fails, and closes.
  private func acknowledgedBatches(of store: SweptStore, _ path: String) async -> Int {
    var acknowledged = 0
    guard let session = try? await store.open(path) else { return 0 }
    for number in Self.batches {
      do { try await session.write(number) } catch { break }
      acknowledged += 1
    }
    try? await session.close()
    return acknowledged
  }
}
