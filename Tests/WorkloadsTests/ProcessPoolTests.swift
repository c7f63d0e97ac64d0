import CalcmonTesting
import Foundation
import NIOPosix
import Processes
import Samples
import Testing
import Workloads

@Suite(.timeLimit(.minutes(2))) struct ProcessPoolTests {
  @Test(arguments: [1, 7, 64])
  func `Every item comes back with its own result, whatever the chunk`(chunk: Int) async throws {
    let results = try await withPool(chunk: chunk) { pool in
      try await pool.start(workers: 2)
      return try await withThrowingTaskGroup(of: (UInt64, UInt64).self) { group in
        for seed in 0..<200 as Range<UInt64> { group.addTask { (seed, try await pool.compute(seed: seed)) } }
        return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
      }
    }
    #expect(results.count == 200)
    #expect(results.allSatisfy { Kernel.integer.accepts($1, seed: $0, operations: 100) })
  }

  @Test func `A worker that dies fails its item, is replaced, and the pool goes on`() async throws {
    // The worker lives for one request: it reads it and is gone.
    try await withPool(shell("head -c 32 > /dev/null; kill -9 $$")) { pool in
      try await pool.start(workers: 1)
      await #expect(throws: ProcessPoolError.workerDied) { try await pool.compute(seed: 1) }
      await #expect(throws: ProcessPoolError.workerDied) { try await pool.compute(seed: 2) }
    }
  }

  @Test func `Where workers die again and again the pool gives up, and items fail instead of waiting for ever`() async throws {
    try await withPool(shell("head -c 32 > /dev/null; exit 0")) { pool in
      try await pool.start(workers: 1)
      for seed in 0...ProcessPool.deathsAllowed {
        await #expect(throws: ProcessPoolError.workerDied) { try await pool.compute(seed: UInt64(seed)) }
      }
      await #expect(throws: ProcessPoolError.noWorkers) { try await pool.compute(seed: 99) }
    }
  }

  @Test func `Workers that die as soon as they start fail the items or the start, and hang neither`() async throws {
    for _ in 0..<5 {
      try await withPool(Command(executable: "/bin/true", arguments: [])) { pool in
        await #expect(throws: ProcessPoolError.self) {
          try await pool.start(workers: 1)
          while true { _ = try await pool.compute(seed: 1) }
        }
      }
    }
  }

  @Test(arguments: ["echo nonsense that is longer than the header of a reply; exec sleep 1000", "exec cat"])
  func `A worker that answers what was not asked is none, and its item fails`(script: String) async throws {
    try await withPool(shell("exec >&0; \(script)")) { pool in
      await #expect(throws: ProcessPoolError.workerDied) {
        try await pool.start(workers: 1)
        _ = try await pool.compute(seed: 1)
      }
    }
  }

  @Test func `An item that is cancelled while it waits never reaches a worker`() async throws {
    let directory = try TemporaryDirectory()
    // It takes two batches of one item each, and never answers.
    try await withPool(shell("head -c 64 >> \(directory.file("taken")); exec sleep 1000")) { pool in
      try await pool.start(workers: 1)
      let stuck = (0..<2).map { seed in Task { try await pool.compute(seed: UInt64(seed)) } }
      try await Poll.value("two batches are taken") {
        size(directory.file("taken"))
      } until: {
        $0 == 64
      }
      let waiting = Task { try await pool.compute(seed: 2) }
      waiting.cancel()
      await #expect(throws: CancellationError.self) { try await waiting.value }
      for task in stuck { task.cancel() }
      for task in stuck { await #expect(throws: (any Error).self) { try await task.value } }
      #expect(FileManager.default.contents(atPath: directory.file("taken"))?.count == 64)
    }
  }

  @Test func `A worker whose whole batch was given up is killed and replaced`() async throws {
    let directory = try TemporaryDirectory()
    let (pids, taken) = (directory.file("pids"), directory.file("taken"))
    try await withPool(shell("echo $$ >> \(pids); head -c 32 > \(taken); exec sleep 1000")) { pool in
      try await pool.start(workers: 1)
      let stuck = Task { try await pool.compute(seed: 1) }
      try await Poll.value("a batch is taken") {
        size(taken)
      } until: {
        $0 == 32
      }
      stuck.cancel()
      await #expect(throws: CancellationError.self) { try await stuck.value }
      try await Poll.value("a second worker has started") {
        (try? String(contentsOfFile: pids, encoding: .utf8)) ?? ""
      } until: {
        $0.split(separator: "\n").count == 2
      }
    }
  }

  /// Of a file, in bytes; 0 if there is none.
  private func size(_ path: String) -> Int { FileManager.default.contents(atPath: path)?.count ?? 0 }

  private func shell(_ script: String) -> Command { Command(executable: "/bin/sh", arguments: ["-c", script]) }

  @discardableResult
  private func withPool<Result: Sendable>(
    _ command: Command = Command(executable: BuiltBinary.path, arguments: ["run-worker"]), chunk: Int = 1,
    _ body: (ProcessPool) async throws -> Result
  ) async throws -> Result {
    let spawner = Spawner(waiters: 4)
    let executor = LoopExecutor(MultiThreadedEventLoopGroup.singleton.next())
    let pool = ProcessPool(
      on: executor, spawner: spawner, command: command, cpu: KernelWork(kernel: .integer, operations: 100), chunk: chunk)
    let result: Result
    do {
      result = try await body(pool)
    } catch {
      await pool.stop()
      await spawner.shutDown()
      throw error
    }
    await pool.stop()
    await spawner.shutDown()
    return result
  }
}
