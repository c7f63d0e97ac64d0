import CalcmonTesting
import Procfs
import Sampling
import Testing

@Suite struct AvailableCoresTests {
  private static func cores(allowed: String, cgroup: String = "0::/a\n", _ files: [String: String] = [:]) throws -> Double {
    var all = [
      "proc/stat": "btime 1\n", "proc/self/status": "Name:\tx\nCpus_allowed_list:\t\(allowed)\n", "proc/self/cgroup": cgroup,
    ]
    for (file, text) in files { all["cgroup/\(file)"] = text }
    let tree = try TemporaryTree(all)
    defer { tree.remove() }
    return try AvailableCores.read(
      proc: ProcRoot(procfs: "\(tree.path)/proc"), cgroup: ProcRoot(cgroupfs: "\(tree.path)/cgroup"))
  }

  @Test(arguments: [("0", 1), ("0-3", 4), ("0-3,8", 5)])
  func `without a quota the affinity mask counts`(_ allowed: String, _ cores: Double) throws {
    #expect(try Self.cores(allowed: allowed) == cores)
    #expect(try Self.cores(allowed: allowed, ["a/cpu.max": "max 100000\n"]) == cores)
  }

  @Test(arguments: [("0-3", "150000", 1.5), ("0-3", "400000", 4), ("0-1", "400000", 2), ("0", "50000", 0.5)])
  func `the lower of mask and quota counts`(_ allowed: String, _ quota: String, _ cores: Double) throws {
    #expect(try Self.cores(allowed: allowed, ["a/cpu.max": "\(quota) 100000\n"]) == cores)
  }

  @Test func `a quota of v1 counts as well`() throws {
    let files = ["cpu/a/cpu.cfs_quota_us": "250000\n", "cpu/a/cpu.cfs_period_us": "100000\n"]
    #expect(try Self.cores(allowed: "0-7", cgroup: "1:cpu:/a\n0::/\n", files) == 2.5)
  }

  @Test func `a mask that cannot be understood is an error`() throws {
    #expect(throws: ProcError.self) { try Self.cores(allowed: "all") }
  }

  @Test func `the agent of the fixture tree has four cores`() throws {
    #expect(try AvailableCores.read(proc: Fixture.tree(1), cgroup: ProcRoot(cgroupfs: "/nonexistent")) == 4)
  }
}
