import CalcmonTesting
import FaultyVFS
import Foundation
import Testing

/// The tool that the sweeps rest on does what it says.
@Suite(.timeLimit(.minutes(2))) struct FaultyVFSTests {
  @Test func `The nth operation alone fails, with the code, and is counted`() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("a.db")
    let database = try table(path)
    let plan = try FaultPlan(path: path, operations: .write, nth: 2, repeats: false, code: SQLITE_FULL)
    // A WAL frame is two writes, its header and its page.
    #expect(plan.count == 0 && !plan.hasStruck)
    #expect(code { try database.rows("INSERT INTO t VALUES (1)") } == SQLITE_FULL)
    #expect(plan.count == 2 && plan.hasStruck)
    #expect(code { try database.rows("INSERT INTO t VALUES (2)") } == nil)
    #expect(faulty_vfs_struck(path) == 1 && plan.count > 2)
    #expect(try database.text("SELECT group_concat(a) FROM t") == "2")
    plan.clear()
    #expect(plan.count == -1 && !plan.hasStruck)
  }

  @Test func `From the nth operation on all fail, until the plan is cleared`() throws {
    let directory = try TemporaryDirectory()
    let database = try table(directory.file("a.db"))
    let plan = try FaultPlan(
      path: directory.file("a.db"), operations: .write, nth: 1, repeats: true, code: FaultCode.write)
    for number in 1...3 {
      #expect(code { try database.rows("INSERT INTO t VALUES (\(number))") } == FaultCode.write)
      #expect(faulty_vfs_struck(directory.file("a.db")) == Int32(number))
    }
    plan.clear()
    #expect(code { try database.rows("INSERT INTO t VALUES (4)") } == nil)
    #expect(try database.text("SELECT group_concat(a) FROM t") == "4")
  }

  @Test(
    arguments: [
      (.open, SQLITE_CANTOPEN), (.read, FaultCode.read), (.lock, FaultCode.lock), (.shmMap, FaultCode.shmSize),
      (.fileSize, FaultCode.fstat), (.access, FaultCode.access), (.lock, SQLITE_BUSY),
    ] as [(FaultOperations, Int32)])
  func `The code arrives at whoever opens and reads`(operations: FaultOperations, expected: Int32) throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("a.db")
    try table(path).close()
    let plan = try FaultPlan(path: path, operations: operations, nth: 1, repeats: true, code: expected)
    #expect(code { try PlainDatabase(path).rows("SELECT * FROM t") } == expected)
    plan.clear()
    #expect(code { try PlainDatabase(path).rows("SELECT * FROM t") } == nil)
  }

  @Test func `Syncing, truncating and deleting fail too`() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("a.db")
    let database = try table(path)
    try database.rows("INSERT INTO t VALUES (1)")
    for (operations, expected) in [(.sync, FaultCode.fsync), (.truncate, FaultCode.truncate)] as [(FaultOperations, Int32)] {
      let plan = try FaultPlan(path: path, operations: operations, nth: 1, repeats: false, code: expected)
      #expect(code { try database.rows("PRAGMA wal_checkpoint(TRUNCATE)") } == expected)
      #expect(plan.hasStruck)
    }
    let plan = try FaultPlan(path: path, operations: .delete, nth: 1, repeats: false, code: FaultCode.delete)
    // SQLite itself says nothing of it: the next to open the database deals with the empty log.
    database.close()
    #expect(plan.hasStruck)
    #expect(FileManager.default.fileExists(atPath: path + "-wal"))
  }

  @Test func `Of a short write the first half is there`() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("a.db")
    let database = try table(path)
    try database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    // The header of the log, the header of a frame, its page.
    let plan = try FaultPlan(path: path, operations: .write, nth: 3, repeats: false, code: FaultCode.shortWrite)
    #expect(code { try database.rows("INSERT INTO t VALUES (1)") } == FaultCode.write)
    #expect(plan.hasStruck)
    #expect(size(path + "-wal") == 32 + 24 + 4096 / 2)
  }

  @Test func `A plan touches one database and its companions, and no other`() throws {
    let directory = try TemporaryDirectory()
    let planned = try table(directory.file("a.db"))
    let others = try ["a.db2", "a.db-other", "b.db", "a"].map { try table(directory.file($0)) }
    let plan = try FaultPlan(
      path: directory.file("a.db"), operations: [.read, .write, .lock], nth: 1, repeats: true, code: FaultCode.write)
    for other in others { #expect(code { try other.rows("INSERT INTO t VALUES (1)") } == nil) }
    #expect(plan.count == 0)
    #expect(code { try planned.rows("INSERT INTO t VALUES (1)") } == FaultCode.write)
    #expect(plan.count > 0)
  }

  @Test func `Two plans do not disturb each other, and a new one takes the place of the old`() throws {
    let directory = try TemporaryDirectory()
    let paths = ["a.db", "b.db"].map(directory.file)
    let plans = try paths.map { try FaultPlan(path: $0, operations: .sync, nth: 1, repeats: false, code: FaultCode.fsync) }
    let databases = try paths.map { try PlainDatabase($0) }
    #expect(plans[0].count == 0)
    #expect(code { try databases[0].rows("CREATE TABLE t (a)") } == FaultCode.fsync)
    #expect(plans.map(\.hasStruck) == [true, false])
    let newer = try FaultPlan(path: paths[0], operations: .write, nth: 1, repeats: false, code: SQLITE_FULL)
    #expect(newer.count == 0)
    #expect(code { try databases[0].rows("CREATE TABLE t (a)") } == SQLITE_FULL)
  }

  @Test func `Operations of one kind on one file that follow each other are one run`() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("a.db")
    let database = try table(path)
    let plan = try FaultPlan(path: path, operations: .write, nth: .max, repeats: false, code: FaultCode.write)
    try database.rows("INSERT INTO t VALUES (zeroblob(20000))")
    let first = plan.runs
    #expect(first.count == plan.count && first.count >= 10 && Set(first).count <= 2)
    try database.rows("INSERT INTO t VALUES (1)")
    let second = plan.runs.dropFirst(first.count)
    #expect(Set(second).isDisjoint(with: first) && plan.runs == plan.runs.sorted())
    plan.clear()
    #expect(plan.runs.isEmpty)
  }

  @Test func `A path through a symbolic link names the same database`() throws {
    let directory = try TemporaryDirectory()
    let link = directory.file("link")
    try FileManager.default.createDirectory(atPath: directory.file("folder"), withIntermediateDirectories: false)
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: directory.file("folder"))
    let database = try table(link + "/a.db")
    let plan = try FaultPlan(path: link + "/a.db", operations: .write, nth: 1, repeats: true, code: SQLITE_FULL)
    #expect(code { try database.rows("INSERT INTO t VALUES (1)") } == SQLITE_FULL)
    #expect(plan.hasStruck)
  }

  @Test func `Plans without sense are refused`() throws {
    #expect(throws: FaultError.self) { try FaultPlan(path: "/x", operations: [], nth: 1, repeats: false, code: SQLITE_FULL) }
    #expect(throws: FaultError.self) { try FaultPlan(path: "/x", operations: .sync, nth: 0, repeats: false, code: SQLITE_FULL) }
    #expect(throws: FaultError.self) { try FaultPlan(path: "/x", operations: .sync, nth: 1, repeats: false, code: SQLITE_OK) }
    #expect(throws: FaultError.self) {
      try FaultPlan(path: "/x", operations: .sync, nth: 1, repeats: false, code: FaultCode.shortWrite)
    }
  }

  @Test func `Nobody waits for a lock that a plan pretends to be held`() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("a.db")
    // With a WAL SQLite would give up by itself in the end.
    let database = try table(path, mode: "DELETE")
    // Longer than the time limit of this suite.
    try database.rows("PRAGMA busy_timeout = 150000")
    let plan = try FaultPlan(path: path, operations: .lock, nth: 1, repeats: true, code: SQLITE_BUSY)
    #expect(code { try database.rows("INSERT INTO t VALUES (1)") } == SQLITE_BUSY)
    #expect(plan.hasStruck)
  }

  @Test func `A reader sees its snapshot beside a writer, and both are served`() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("a.db")
    let plan = try FaultPlan(path: path, operations: [.lock, .shmMap], nth: .max, repeats: false, code: SQLITE_BUSY)
    let writer = try table(path)
    let reader = try PlainDatabase(path)
    try writer.rows("INSERT INTO t VALUES (1)")
    try reader.rows("BEGIN")
    #expect(try reader.text("SELECT count(*) FROM t") == "1")
    try writer.rows("INSERT INTO t VALUES (2)")
    #expect(try reader.text("SELECT count(*) FROM t") == "1")
    // The reader is in the way of a checkpoint: locks of the -shm really arrive below.
    #expect(try writer.rows("PRAGMA wal_checkpoint(TRUNCATE)").first?.first == "1")
    try reader.rows("COMMIT")
    #expect(try reader.text("SELECT count(*) FROM t") == "2")
    #expect(try writer.rows("PRAGMA wal_checkpoint(TRUNCATE)").first?.first == "0")
    #expect(try reader.text("PRAGMA integrity_check") == "ok")
    #expect(plan.count > 0 && !plan.hasStruck)
  }

  @Test func `The database can be mapped into memory`() throws {
    let directory = try TemporaryDirectory()
    let database = try table(directory.file("a.db"))
    #expect(try database.text("PRAGMA mmap_size = 1048576") == "1048576")
    try database.rows("INSERT INTO t VALUES (1); PRAGMA wal_checkpoint(TRUNCATE)")
    #expect(try PlainDatabase(directory.file("a.db")).text("PRAGMA mmap_size = 1048576; SELECT count(*) FROM t") == "1048576")
    #expect(try database.text("PRAGMA integrity_check") == "ok")
  }

  @Test func `Many threads with a plan each do not disturb each other`() async throws {
    let directory = try TemporaryDirectory()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 1...32 {
        group.addTask {
          let path = directory.file("\(number).db")
          let database = try table(path)
          let plan = try FaultPlan(path: path, operations: .write, nth: number, repeats: false, code: SQLITE_FULL)
          var failures = 0
          for row in 1...40 where code({ try database.rows("INSERT INTO t VALUES (\(row))") }) == SQLITE_FULL { failures += 1 }
          #expect(failures == 1 && plan.hasStruck)
          #expect(try database.text("SELECT count(*) FROM t") == "39")
        }
      }
      try await group.waitForAll()
    }
  }
}

/// A database with a table.
private func table(_ path: String, mode: String = "WAL") throws -> PlainDatabase {
  try FaultError.check(faulty_vfs_install())
  let database = try PlainDatabase(path)
  try database.rows("PRAGMA journal_mode = \(mode); CREATE TABLE t (a)")
  return database
}

/// The extended code of what the body throws; `nil`: it succeeds.
private func code(_ body: () throws -> some Any) -> Int32? {
  do {
    _ = try body()
    return nil
  } catch {
    return (error as? PlainError)?.code ?? SQLITE_ERROR
  }
}

private func size(_ path: String) -> Int? { FileManager.default.contents(atPath: path)?.count }
