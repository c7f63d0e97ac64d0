import CalcmonTesting
import Glibc
import Procfs
import Samples
import Sampling
import Testing

@Suite struct HostSamplerTests {
  @Test(
    arguments: [
      ("kernel-3.10-cgroup-v1", 0, 0), ("kernel-5.15-hybrid", 81.3, 81.9), ("kernel-6.18-cgroup-v1", 0.66, 0.66),
    ] as [(String, Double, Double)])
  func `steal of all processors at both moments`(_ name: String, _ first: Double, _ second: Double) throws {
    for (moment, steal) in [(1, first), (2, second)] {
      #expect(try HostSampler(proc: Machine(name, moment).proc).read() == [Reading(MetricCatalog.hostSteal, .none, steal)])
    }
  }

  @Test(arguments: ["btime 1\n", "cpu 1 2 3 4 5 6 7\nbtime 1\n"])
  func `where the kernel does not tell, it is unavailable`(_ stat: String) throws {
    let tree = try TemporaryTree(["stat": stat])
    defer { tree.remove() }
    let sampler = HostSampler(proc: try ProcRoot(procfs: tree.path))
    #expect(throws: ProcError.unavailable(path: "\(tree.path)/stat", errno: ENODATA)) { try sampler.read() }
  }

  @Test func `a malformed file is a failure`() throws {
    let tree = try TemporaryTree(["stat": "cpu 1 2 3 4 5 6 7 x\nbtime 1\n"])
    defer { tree.remove() }
    let sampler = HostSampler(proc: try ProcRoot(procfs: tree.path))
    #expect(throws: ProcError.malformed(path: "\(tree.path)/stat", reason: "line 'cpu': field 8 (steal) is not a number: 'x'")) {
      try sampler.read()
    }
  }

  @Test func `the counter stands still while the kernel's value is below the highest, and goes on above it`() throws {
    let tree = try TemporaryTree(["stat": "btime 1\n"])
    defer { tree.remove() }
    let sampler = HostSampler(proc: try ProcRoot(procfs: tree.path))
    var values: [Double?] = []
    for ticks in [500, 400, 0, 450, 500, 600] {
      try tree.write(["stat": "cpu 0 0 0 0 0 0 0 \(ticks) 0 0\nbtime 1\n"])
      values.append(try sampler.read().first?.value)
    }
    #expect(values == [5, 5, 5, 5, 5, 6])
  }
}
