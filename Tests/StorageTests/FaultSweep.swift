import CalcmonTesting
import FaultyVFS
import Foundation
import Testing

/// One kind of fault.
struct Fault: Sendable, CustomTestStringConvertible {
  let operations: FaultOperations
  let code: Int32
  let name: String

  /// Each kind of operation, with each code that the operating system could have SQLite see.
  static let all: [Fault] = [
    Fault(operations: .open, code: SQLITE_CANTOPEN, name: "open: CANTOPEN"),
    Fault(operations: .read, code: FaultCode.read, name: "read: IOERR_READ"),
    Fault(operations: .write, code: SQLITE_FULL, name: "write: FULL"),
    Fault(operations: .write, code: FaultCode.write, name: "write: IOERR_WRITE"),
    Fault(operations: .write, code: FaultCode.shortWrite, name: "write: the first half"),
    Fault(operations: .sync, code: FaultCode.fsync, name: "sync: IOERR_FSYNC"),
    Fault(operations: .truncate, code: FaultCode.truncate, name: "truncate: IOERR_TRUNCATE"),
    Fault(operations: .lock, code: SQLITE_BUSY, name: "lock: BUSY"),
    Fault(operations: .lock, code: FaultCode.lock, name: "lock: IOERR_LOCK"),
    Fault(operations: .shmMap, code: FaultCode.shmSize, name: "shm_map: IOERR_SHMSIZE"),
    Fault(operations: .delete, code: FaultCode.delete, name: "delete: IOERR_DELETE"),
    Fault(operations: .fileSize, code: FaultCode.fstat, name: "file_size: IOERR_FSTAT"),
    Fault(operations: .access, code: FaultCode.access, name: "access: IOERR_ACCESS"),
    Fault(operations: .changes, code: SQLITE_FULL, name: "all changes: FULL"),
  ]

  var testDescription: String { name }
}

/// What a sweep went through.
struct SweepResult {
  /// Passes in which the fault struck.
  var strikes = 0
  /// Batches that a fault kept from being written at first.
  var failedBatches = 0
  /// Passes in which the store could not be opened at first.
  var failedOpenings = 0
}

/// Has the first, second, third … operation of a short run fail, until a run goes by without a fault, and looks after each
/// whether the promises were kept: what was acknowledged is there once, what was not is there at most once, and the database is
/// sound.
///
/// Of many writes to one file that follow each other, as those of one transaction to its log, the first, the last and some
/// between them fail: they are turns of one loop.
struct FaultSweep {
  /// What there is before the short run.
  enum Beginning: Sendable {
    /// No file: the store is made, and takes one batch.
    case nothing
    /// An empty store: it is opened, and takes four batches.
    case emptyStore
  }

  let store: SweptStore
  let fault: Fault
  let beginning: Beginning
  let repeats: Bool

  private var batches: ClosedRange<Int> { beginning == .nothing ? 1...1 : 1...4 }

  /// At either end of writes that follow each other so many fail, and each so-manieth between: a frame of the log is two of them, so it is odd.
  private static let (atEnds, stride) = (3, 7)

  func run() async throws -> SweepResult {
    var result = SweepResult()
    let empty = try await emptyStore()
    let passedBy = try await writesPassedBy(empty)
    for nth in 1... where !passedBy.contains(nth) {
      let directory = try TemporaryDirectory()
      let path = directory.file("swept.db")
      if beginning == .emptyStore { try empty.write(to: URL(fileURLWithPath: path)) }
      // For its side effect: files with a journal are not really synced, also where the plan is over.
      let journal = try PowerJournal(path: path)
      defer { withExtendedLifetime(journal) {} }
      let plan = try FaultPlan(path: path, operations: fault.operations, nth: nth, repeats: repeats, code: fault.code)
      let at = "\(store.name) from \(beginning), \(fault.name), operation \(nth)\(repeats ? " and all after it" : "")"
      let hasStruck = try await pass(path, plan, at, &result)
      if !hasStruck { return result }
      result.strikes += 1
      try await expectPromisesKept(path, at)
    }
    return result
  }

  /// Writes that are like those beside them, by their numbers: from a run without a fault.
  private func writesPassedBy(_ empty: Data) async throws -> Set<Int> {
    guard fault.operations.isSubset(of: .changes) else { return [] }
    let directory = try TemporaryDirectory()
    let path = directory.file("counted.db")
    if beginning == .emptyStore { try empty.write(to: URL(fileURLWithPath: path)) }
    let plan = try FaultPlan(path: path, operations: fault.operations, nth: .max, repeats: false, code: fault.code)
    let session = try await store.open(path)
    for number in batches { try await session.write(number) }
    try await session.close()
    let numbered = plan.runs.enumerated().map { (number: $0.offset + 1, run: $0.element) }
    let runs = Dictionary(grouping: numbered, by: \.run).values.map { $0.map(\.number) }
    return Set(
      runs.flatMap { run in
        run.dropFirst(Self.atEnds).dropLast(Self.atEnds).enumerated().filter { $0.offset % Self.stride != 0 }.map(\.element)
      })
  }

  /// The file of a store that has been made and closed.
  private func emptyStore() async throws -> Data {
    let directory = try TemporaryDirectory()
    let path = directory.file("empty.db")
    try await store.open(path).close()
    return try Data(contentsOf: URL(fileURLWithPath: path))
  }

  /// Whether the fault struck.
  private func pass(_ path: String, _ plan: FaultPlan, _ at: String, _ result: inout SweepResult) async throws -> Bool {
    var hasStruck = false
    func heal() {
      hasStruck = hasStruck || plan.hasStruck
      plan.clear()
    }
    let session: SweptStore.Session
    do {
      session = try await store.open(path)
    } catch {
      result.failedOpenings += 1
      heal()
      session = try await Self.naming(at, "opens once the fault is over") { try await store.open(path) }
    }
    var failed: [Int] = []
    for number in batches {
      do { try await session.write(number) } catch { failed.append(number) }
    }
    result.failedBatches += failed.count
    // A fault for good also meets the closing of a store; where batches wait, it has to end before.
    if !failed.isEmpty { heal() }
    for number in failed {
      try await Self.naming(at, "takes batch \(number) once the fault is over") { try await session.write(number) }
    }
    do { try await session.close() } catch {
      heal()
      try await Self.naming(at, "closes once the fault is over") { try await session.close() }
    }
    heal()
    return hasStruck
  }

  private func expectPromisesKept(_ path: String, _ at: String) async throws {
    let before = try Self.found(store, path)
    #expect(before.integrity == "ok", "\(at)")
    #expect(before.batches == Dictionary(uniqueKeysWithValues: batches.map { ($0, 1) }), "\(at)")
    try await Self.naming(at, "opens again") { try await store.open(path).close() }
  }

  /// What a connection that knows nothing of the store finds.
  static func found(_ store: SweptStore, _ path: String) throws -> (integrity: String, batches: [Int: Int]) {
    let database = try PlainDatabase(path)
    defer { database.close() }
    return (try database.text("PRAGMA integrity_check"), try store.batches(database))
  }

  /// Says where it was when something failed that should not have.
  static func naming<Result>(_ at: String, _ promise: String, _ body: () async throws -> Result) async throws -> Result {
    do { return try await body() } catch {
      Issue.record("\(at): it should have been that it \(promise), but: \(error)")
      throw error
    }
  }
}
