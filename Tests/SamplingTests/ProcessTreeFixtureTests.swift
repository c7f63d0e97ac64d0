import CalcmonTesting
import Glibc
import Procfs
import Sampling
import Testing

@Suite struct ProcessTreeFixtureTests {
  private static func read(_ moment: Int, root: Int32) throws -> ProcessTreeReading {
    try ProcessTreeReader(proc: Fixture.tree(moment)).read(root: root)
  }

  @Test(
    arguments: [
      (1, 2000, 7.14, 17_336, 3), (2, 2000, 7.83, 14_340, 2), (1, 2001, 3.15, 4_100, 1), (2, 2001, 3.58, 4_356, 1),
      (1, 2002, 2.97, 4_020, 1),
    ] as [(Int, Int32, Double, UInt64, Int)])
  func `a run's tree is the sum of its processes, with the time of those it has reaped`(
    _ moment: Int, _ root: Int32, _ cpu: Double, _ kibibytes: UInt64, _ processes: Int
  ) throws {
    let reading = try Self.read(moment, root: root)
    #expect(abs(reading.cpuSeconds - cpu) < 1e-9)
    #expect(reading.memoryBytes == kibibytes * 1024)
    #expect(reading.memoryIsProportional)
    #expect(reading.processes == processes)
  }

  // The agent has no smaps_rollup in the fixture: of it the resident set counts, 4096 and then 4352 pages.
  @Test(
    arguments: [(1, 7.14 + 27.63, 17_336, 4096, 4), (2, 7.83 + 27.91, 14_340, 4352, 3)] as [(Int, Double, UInt64, UInt64, Int)])
  func `where one process has no proportional size, the sum is not called one`(
    _ moment: Int, _ cpu: Double, _ kibibytes: UInt64, _ pages: UInt64, _ processes: Int
  ) throws {
    let reading = try Self.read(moment, root: 1000)
    #expect(abs(reading.cpuSeconds - cpu) < 1e-9)
    #expect(reading.memoryBytes == kibibytes * 1024 + pages * UInt64(sysconf(Int32(_SC_PAGESIZE))))
    #expect(!reading.memoryIsProportional)
    #expect(reading.processes == processes)
  }

  @Test(arguments: [2002, 2003] as [Int32])
  func `a root that is gone is an error that names it`(_ pid: Int32) throws {
    let proc = try Fixture.tree(2)
    #expect(throws: ProcError.gone(path: "\(proc.path)/\(pid)/stat")) { try ProcessTreeReader(proc: proc).read(root: pid) }
  }

  @Test func `CPU time does not fall when a child is reaped`() throws {
    #expect(try Self.read(2, root: 2000).cpuSeconds > Self.read(1, root: 2000).cpuSeconds)
  }

  // A worker with a name made to deceive ends between the moments and becomes a zombie.
  @Test(
    arguments: [
      ("kernel-3.10-cgroup-v1", 900, 1.02, 2), ("kernel-5.15-hybrid", 800, 0.55, 1),
      ("kernel-6.1-cgroup-v2", 700, 1.01, 2), ("kernel-6.18-cgroup-v1", 11616, 5.01, 3), ("kernel-6.6-arm64", 42, 0.11, 1),
    ] as [(String, Int32, Double, Int)])
  func `between the moments the tree of each machine has used time`(
    _ name: String, _ root: Int32, _ cpu: Double, _ processes: Int
  ) throws {
    let first = try ProcessTreeReader(proc: Machine(name, 1).proc).read(root: root)
    let second = try ProcessTreeReader(proc: Machine(name, 2).proc).read(root: root)
    #expect(abs(second.cpuSeconds - first.cpuSeconds - cpu) < 1e-9)
    #expect(first.processes == processes)
    #expect(second.processes == processes)
    #expect(first.rootState == "S")
  }

  @Test func `a zombie leaves the memory of its tree proportional`() throws {
    let first = try ProcessTreeReader(proc: Machine("kernel-6.18-cgroup-v1", 1).proc).read(root: 11616)
    let second = try ProcessTreeReader(proc: Machine("kernel-6.18-cgroup-v1", 2).proc).read(root: 11616)
    #expect(first.memoryIsProportional && second.memoryIsProportional)
    #expect(second.memoryBytes < first.memoryBytes)
  }
}
