import CalcmonTesting
import Glibc
import Procfs
import Samples
import Sampling
import Testing

@Suite struct PressureSamplerTests {
  private static func values(_ readings: [Reading]) -> [String: Double] {
    Dictionary(
      readings.map { reading in (reading.labels.pairs.map { "\($0.name)=\($0.value)" }.joined(separator: " "), reading.value) }
    ) { first, _ in first }
  }

  @Test func `each resource and kind is a series, in seconds`() throws {
    let readings = try PressureSampler(proc: Machine("kernel-6.1-cgroup-v2", 1).proc).read()
    #expect(readings.allSatisfy { $0.metric == MetricCatalog.hostPressure })
    #expect(
      Self.values(readings) == [
        "kind=some resource=cpu": 52.5, "kind=full resource=cpu": 0, "kind=some resource=memory": 0.0012,
        "kind=full resource=memory": 0.0008, "kind=some resource=io": 7.5, "kind=full resource=io": 6.25,
      ])
  }

  @Test func `interrupts are counted where the kernel does, all tasks at once alone`() throws {
    let values = Self.values(try PressureSampler(proc: Machine("kernel-6.6-arm64", 2).proc).read())
    #expect(values["kind=full resource=irq"] == 1.5125)
    #expect(values["kind=some resource=irq"] == nil)
    #expect(values.count == 7)
  }

  @Test func `a kernel that counts none makes it unavailable`() throws {
    let proc = try Machine("kernel-3.10-cgroup-v1", 1).proc
    #expect(throws: ProcError.unavailable(path: "\(proc.path)/pressure", errno: ENOENT)) {
      try PressureSampler(proc: proc).read()
    }
  }

  @Test func `one resource that cannot be understood is a failure`() throws {
    let good = "some avg10=0 avg60=0 avg300=0 total=1\n"
    let tree = try TemporaryTree(["stat": "", "pressure/cpu": good, "pressure/io": "nonsense\n"])
    defer { tree.remove() }
    let sampler = PressureSampler(proc: try ProcRoot(procfs: tree.path))
    let error = ProcError.malformed(path: "\(tree.path)/pressure/io", reason: "no line 'some' and no line 'full'")
    #expect(throws: error) { try sampler.read() }
  }

  @Test func `each series stands still by itself while the kernel's value is below the highest`() throws {
    let tree = try TemporaryTree(["stat": ""])
    defer { tree.remove() }
    let sampler = PressureSampler(proc: try ProcRoot(procfs: tree.path))
    var values: [[String: Double]] = []
    for (some, full) in [(3, 1), (2, 2)] {
      let averages = "avg10=0 avg60=0 avg300=0"
      try tree.write(["pressure/io": "some \(averages) total=\(some)000000\nfull \(averages) total=\(full)000000\n"])
      values.append(Self.values(try sampler.read()))
    }
    #expect(values[0] == ["kind=some resource=io": 3, "kind=full resource=io": 1])
    #expect(values[1] == ["kind=some resource=io": 3, "kind=full resource=io": 2])
  }
}
