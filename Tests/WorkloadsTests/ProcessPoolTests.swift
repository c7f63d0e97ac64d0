import CalcmonTesting
import Foundation
import NIOPosix
import Processes
import Testing
import Workloads

@Suite(.timeLimit(.minutes(2))) struct ProcessPoolTests {
  @Test func `Every item comes back with its own result`() async throws {
    let results = try await withPool(workers: 2) { pool in
      try await withThrowingTaskGroup(of: (UInt64, UInt64).self) { group in
        for seed in 0..<200 as Range<UInt64> {
          group.addTask { (seed, try await pool.compute(seed: seed, operations: 100)) }
        }
        return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
      }
    }
    let expected = (0..<200).reduce(into: [:]) { $0[$1] = IntegerKernel.expected(seed: $1, operations: 100) }
    #expect(results == expected)
  }

  @Test func `A worker that dies fails its item, is replaced, and the pool goes on`() async throws {
    // The worker lives for one request: it reads it and is gone.
    let (spawner, pool) = pool(
      Command(executable: "/bin/sh", arguments: ["-c", "head -c 24 > /dev/null; kill -9 $$"]), replacements: 3)
    try await pool.start(workers: 1)
    await #expect(throws: ProcessPoolError.workerDied) { try await pool.compute(seed: 1, operations: 1) }
    await #expect(throws: ProcessPoolError.workerDied) { try await pool.compute(seed: 2, operations: 1) }
    await pool.stop()
    await spawner.shutDown()
  }

  @Test func `Workers that die as soon as they start fail the items or the start, and hang neither`() async throws {
    for _ in 0..<20 {
      let (spawner, pool) = pool(Command(executable: "/bin/true", arguments: []), replacements: 2)
      await #expect(throws: ProcessPoolError.self) {
        try await pool.start(workers: 1)
        _ = try await pool.compute(seed: 1, operations: 1)
      }
      await pool.stop()
      await spawner.shutDown()
    }
  }

  @Test func `When no worker is left, items fail instead of waiting for ever`() async throws {
    let (spawner, pool) = pool(
      Command(executable: "/bin/sh", arguments: ["-c", "head -c 24 > /dev/null; exit 0"]), replacements: 0)
    try await pool.start(workers: 1)
    await #expect(throws: ProcessPoolError.workerDied) { try await pool.compute(seed: 1, operations: 1) }
    await #expect(throws: ProcessPoolError.noWorkers) { try await pool.compute(seed: 2, operations: 1) }
    await pool.stop()
    await spawner.shutDown()
  }

  private func withPool<Result: Sendable>(workers: Int, _ body: (ProcessPool) async throws -> Result) async throws -> Result {
    let (spawner, pool) = pool(Command(executable: BuiltBinary.path, arguments: ["run-worker"]), replacements: 0)
    try await pool.start(workers: workers)
    let result = try await body(pool)
    await pool.stop()
    await spawner.shutDown()
    return result
  }

  private func pool(_ command: Command, replacements: Int) -> (Spawner, ProcessPool) {
    let spawner = Spawner(waiters: 4)
    let loop = MultiThreadedEventLoopGroup.singleton.next()
    return (spawner, ProcessPool(loop: loop, spawner: spawner, command: command, replacements: replacements))
  }
}
