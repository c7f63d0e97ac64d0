import Foundation
import ManualClock
import NIOPosix
import Processes
import Procfs
import Runs
import Testing
import Workloads

/// A child whose pipes cannot be read leaves no descriptors behind.
@Suite(.timeLimit(.minutes(2))) struct DescriptorTests {
  /// So many tries that what else happens in this process does not matter.
  private static let tries = 200

  /// How many more are open after the tries, on a loop that has ended: each attempt to read a pipe on it fails.
  private func growth(_ attempt: (Spawner, MultiThreadedEventLoopGroup) async throws -> Void) async throws -> Int {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    try await group.shutdownGracefully()
    let spawner = Spawner(waiters: 1)
    let before = try open
    for _ in 0..<Self.tries { try await attempt(spawner, group) }
    let after = try open
    await spawner.shutDown()
    return after - before
  }

  private var open: Int {
    get throws { try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count }
  }

  @Test func `A search for Python that cannot be read`() async throws {
    let growth = try await growth { spawner, group in
      await #expect(throws: PythonUnavailable.self) {
        _ = try await PythonInterpreter.find(
          at: "/bin/true", searchPath: "", spawner: spawner, time: ManualTime(), loop: group.next())
      }
    }
    #expect(growth < Self.tries)
  }

  @Test func `A run that cannot be read`() async throws {
    let proc = try ProcRoot(procfs: "/proc")
    let growth = try await growth { spawner, group in
      let supervisor = RunSupervisor(
        programs: RuntimePrograms(
          swift: Command(executable: "/bin/true", arguments: []), python: .failure(PythonUnavailable.notFound)),
        stepServer: Command(executable: "/bin/true", arguments: []), spawner: spawner, proc: proc,
        cgroup: ProcRoot(cgroupfs: "/sys/fs/cgroup"), time: ManualTime(), loop: group.next())
      let plan = RunPlan(.cpuBound, strategy: .sync, runtime: .swift, cores: 1, operationsPerSecond: 1e9)
      let record = await supervisor.run(plan, cores: 1, deadline: .seconds(60)) { _ in }
      #expect(record.outcome == .failed)
    }
    #expect(growth < Self.tries)
  }
}
