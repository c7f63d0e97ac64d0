import CalcmonTesting
import Glibc
import Procfs
import Samples
import Sampling
import Testing

@Suite struct CgroupSamplerTests {
  @Test(
    arguments: [
      ("kernel-3.10-cgroup-v1", 61, 61.75), ("kernel-5.15-hybrid", 2.5, 2.875), ("kernel-6.1-cgroup-v2", 1.75, 3.25),
      ("kernel-6.6-arm64", 0, 0),
    ] as [(String, Double, Double)])
  func `the agent's groups at both moments`(_ name: String, _ first: Double, _ second: Double) throws {
    for (moment, seconds) in [(1, first), (2, second)] {
      let machine = try Machine(name, moment)
      let readings = try CgroupSampler(proc: machine.proc, cgroup: machine.cgroup).read()
      #expect(readings == [Reading(MetricCatalog.cgroupThrottled, .none, seconds)])
    }
  }

  private static func sampler(_ tree: TemporaryTree) throws -> CgroupSampler {
    let machine = try Machine(in: tree.path)
    return CgroupSampler(proc: machine.proc, cgroup: machine.cgroup)
  }

  @Test func `where no group is counted, it is unavailable`() throws {
    let tree = try TemporaryTree(["proc/stat": "", "proc/self/stat": "", "proc/self/cgroup": "0::/a\n"])
    defer { tree.remove() }
    let sampler = try Self.sampler(tree)
    #expect(throws: ProcError.unavailable(path: "\(tree.path)/cgroup", errno: ENODATA)) { try sampler.read() }
  }

  @Test func `a kernel without control groups makes it unavailable`() throws {
    let tree = try TemporaryTree(["proc/stat": "", "proc/self/stat": ""])
    defer { tree.remove() }
    let sampler = try Self.sampler(tree)
    #expect(throws: ProcError.unavailable(path: "\(tree.path)/proc/self/cgroup", errno: ENOENT)) { try sampler.read() }
  }

  @Test func `a malformed file is a failure`() throws {
    let tree = try TemporaryTree([
      "proc/stat": "", "proc/self/stat": "", "proc/self/cgroup": "0::/a\n", "cgroup/a/cpu.stat": "throttled_usec x\n",
    ])
    defer { tree.remove() }
    let sampler = try Self.sampler(tree)
    let reason = "line 'throttled_usec' is not a number: 'x'"
    #expect(throws: ProcError.malformed(path: "\(tree.path)/cgroup/a/cpu.stat", reason: reason)) { try sampler.read() }
  }

  @Test func `after a move to a group that was stopped less the counter stands still`() throws {
    let tree = try TemporaryTree([
      "proc/stat": "", "proc/self/stat": "", "cgroup/a/cpu.stat": "throttled_usec 9000000\n",
      "cgroup/b/cpu.stat": "throttled_usec 2000000\n",
    ])
    defer { tree.remove() }
    let sampler = try Self.sampler(tree)
    var values: [Double?] = []
    for group in ["b", "a", "b"] {
      try tree.write(["proc/self/cgroup": "0::/\(group)\n"])
      values.append(try sampler.read().first?.value)
    }
    #expect(values == [2, 9, 9])
  }
}
