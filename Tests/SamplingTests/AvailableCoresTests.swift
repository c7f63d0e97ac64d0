import CalcmonTesting
import Procfs
import Sampling
import Testing

@Suite struct AvailableCoresTests {
  /// The cores of a machine.
  ///
  /// - Parameters:
  ///   - scheduled: what `sched_getaffinity` says.
  ///   - online: what sysfs says.
  ///   - cgroup: the text of `self/cgroup`.
  ///   - files: `proc/…` and `cgroup/…`.
  private static func cores(
    scheduled: String?, online: String? = nil, cgroup: String = "0::/a\n", _ files: [String: String] = [:]
  ) throws -> Double {
    let tree = try TemporaryTree(["proc/stat": "btime 1\n", "proc/self/cgroup": cgroup].merging(files) { $1 })
    defer { tree.remove() }
    return AvailableCores.read(
      proc: try ProcRoot(procfs: "\(tree.path)/proc"), cgroup: ProcRoot(cgroupfs: "\(tree.path)/cgroup"),
      processors: .init(
        scheduled: scheduled.flatMap { CPUList(parsing: $0) }, online: online.flatMap { CPUList(parsing: $0) }))
  }

  @Test(arguments: [("0", 1), ("0-3", 4), ("0-3,8", 5)])
  func `without a quota the mask of the scheduler counts`(_ scheduled: String, _ cores: Double) throws {
    #expect(try Self.cores(scheduled: scheduled) == cores)
    #expect(try Self.cores(scheduled: scheduled, ["cgroup/a/cpu.max": "max 100000\n"]) == cores)
  }

  @Test func `what the kernel would permit is not there`() throws {
    let status = ["proc/self/status": "Cpus_allowed_list:\t0-127\n"]
    #expect(try Self.cores(scheduled: "0-1", online: "0-1", status) == 2)
    #expect(try Self.cores(scheduled: nil, online: "0-1", status) == 2)
    #expect(try Self.cores(scheduled: "0-127", online: "0-1", status) == 2)
  }

  @Test(
    arguments: [
      (["proc/self/status": "Cpus_allowed_list:\t1-2\n"], "0-3", 2), (["proc/self/status": "Name:\tx\n"], "0-3", 4),
      ([:], "0-3", 4), (["proc/stat": "cpu 1 2 3 4\ncpu0 1 2 3 4\ncpu2 1 2 3 4\ncpu5 1 2 3 4\n"], nil, 3),
      (["proc/self/status": "Cpus_allowed_list:\tall\n"], "0-3", 4),
    ] as [([String: String], String?, Double)])
  func `a kernel without the call tells elsewhere`(_ files: [String: String], _ online: String?, _ cores: Double) throws {
    #expect(try Self.cores(scheduled: nil, online: online, files) == cores)
  }

  @Test func `if nothing tells, there is at least one`() throws {
    #expect(try Self.cores(scheduled: nil) >= 1)
  }

  // As LXCFS shows them: numbered from 0, whichever they are.
  @Test(arguments: [("4-7", 4), ("2-5", 4), ("0-7", 4), ("9", 1)])
  func `processors that a container numbers anew are counted, and not compared`(_ scheduled: String, _ cores: Double) throws {
    #expect(try Self.cores(scheduled: scheduled, online: "0-3") == cores)
  }

  @Test(
    arguments: [
      ("0::/a\n", ["cgroup/a/cpuset.cpus.effective": "1-2\n"], 2), ("0::/a\n", ["cgroup/a/cpuset.cpus.effective": "8-9\n"], 4),
      ("0::/a\n", ["cgroup/a/cpuset.cpus.effective": "nonsense\n"], 4),
      ("1:cpuset:/a\n", ["cgroup/cpuset/a/cpuset.cpus": "0-127\n"], 4),
      ("1:cpuset:/a\n", ["cgroup/cpuset/a/cpuset.cpus": "2-127\n", "cgroup/cpuset/a/cpuset.effective_cpus": "3\n"], 1),
    ] as [(String, [String: String], Double)])
  func `a cpuset cuts the mask, and its processors that are not there add none`(
    _ cgroup: String, _ files: [String: String], _ cores: Double
  ) throws {
    #expect(try Self.cores(scheduled: "0-3", online: "0-3", cgroup: cgroup, files) == cores)
  }

  @Test(arguments: [("0-3", "150000", 1.5), ("0-3", "400000", 4), ("0-1", "400000", 2), ("0", "50000", 0.5)])
  func `the lower of mask and quota counts`(_ scheduled: String, _ quota: String, _ cores: Double) throws {
    #expect(try Self.cores(scheduled: scheduled, ["cgroup/a/cpu.max": "\(quota) 100000\n"]) == cores)
  }

  @Test func `a quota of v1 counts as well`() throws {
    let files = ["cgroup/cpu/a/cpu.cfs_quota_us": "250000\n", "cgroup/cpu/a/cpu.cfs_period_us": "100000\n"]
    #expect(try Self.cores(scheduled: "0-7", cgroup: "1:cpu:/a\n0::/\n", files) == 2.5)
  }
}
