import CalcmonTesting
import Foundation
import Glibc
import Procfs
import Samples
import Sampling
import Testing

@Suite struct AgentProcessSamplerTests {
  private static func values(_ readings: [Reading]) -> [String: Double] {
    Dictionary(readings.map { ($0.metric.name, $0.value) }) { first, _ in first }
  }

  // CPU without that of reaped children, 4096 and 4352 resident pages, boot at 1795370400 and start 123.45 s later.
  @Test(arguments: [(1, 2.13, 4096, 214_958_080), (2, 2.41, 4352, 215_482_368)] as [(Int, Double, Double, Double)])
  func `the standard process metrics of the fixture tree`(
    _ moment: Int, _ cpu: Double, _ pages: Double, _ virtual: Double
  ) throws {
    let readings = try AgentProcessSampler(proc: Fixture.tree(moment)).read()
    let values = Self.values(readings)
    #expect(readings.count == 6)
    #expect(readings.allSatisfy { $0.labels == .none })
    #expect(abs(try #require(values["process_cpu_seconds_total"]) - cpu) < 1e-9)
    #expect(values["process_resident_memory_bytes"] == pages * Double(sysconf(Int32(_SC_PAGESIZE))))
    #expect(values["process_virtual_memory_bytes"] == virtual)
    #expect(abs(try #require(values["process_start_time_seconds"]) - 1_795_370_523.45) < 1e-6)
    #expect(values["process_open_fds"] == 9)
    #expect(values["process_max_fds"] == 1024)
  }

  @Test func `an unlimited number of descriptors is not told as a number`() throws {
    let limits = "Limit  Soft  Hard  Units\nMax open files            unlimited  unlimited  files\n"
    let process = TemporaryTree.process(7)
    let tree = try TemporaryTree([
      "stat": "btime 1\n", "self/stat": try #require(process["7/stat"]), "self/limits": limits, "self/fd/0": "",
    ])
    defer { tree.remove() }
    let values = Self.values(try AgentProcessSampler(proc: ProcRoot(procfs: tree.path)).read())
    #expect(values["process_max_fds"] == nil)
    #expect(values["process_open_fds"] == 1)
    #expect(values.count == 5)
  }

  private static func files(without missing: String) throws -> [String: String] {
    var files = [
      "stat": "btime 1\n", "self/stat": try #require(TemporaryTree.process(7)["7/stat"]),
      "self/limits": "Max open files 5 5 files\n", "self/fd/": "",
    ]
    files[missing] = nil
    return files
  }

  @Test func `a missing stat fails the reading and is named`() throws {
    let tree = try TemporaryTree(try Self.files(without: "self/stat"))
    defer { tree.remove() }
    let sampler = AgentProcessSampler(proc: ProcRoot(cgroupfs: tree.path))
    #expect(throws: ProcError.gone(path: "\(tree.path)/self/stat")) { try sampler.read() }
  }

  @Test(arguments: [
    ("self/limits", "process_max_fds"), ("self/fd/", "process_open_fds"), ("stat", "process_start_time_seconds"),
  ])
  func `another file that is missing costs its figure alone`(_ missing: String, _ figure: String) throws {
    let tree = try TemporaryTree(try Self.files(without: missing))
    defer { tree.remove() }
    let values = Self.values(try AgentProcessSampler(proc: ProcRoot(procfs: tree.path)).read())
    #expect(values[figure] == nil)
    #expect(values.count == 5)
  }

  @Test func `a boot that is not told costs the start of the process alone`() throws {
    let tree = try TemporaryTree(try Self.files(without: "") + ["stat": "cpu 1 2 3 4\n"])
    defer { tree.remove() }
    let values = Self.values(try AgentProcessSampler(proc: ProcRoot(procfs: tree.path)).read())
    #expect(values["process_start_time_seconds"] == nil)
    #expect(values.count == 5)
  }

  @Test func `the start of the process follows a clock that was set, and nothing else`() throws {
    let files = { (boot: Int) -> [String: String] in
      [
        "stat": "btime \(boot)\n", "self/stat": try #require(TemporaryTree.process(7)["7/stat"]),
        "self/limits": "Max open files 5 5 files\n", "self/fd/": "",
      ]
    }
    let tree = try TemporaryTree(try files(100))
    defer { tree.remove() }
    let sampler = AgentProcessSampler(proc: try ProcRoot(procfs: tree.path))
    let start = { try #require(Self.values(try sampler.read())["process_start_time_seconds"]) }
    let first = try start()
    try "btime 101\n".write(toFile: "\(tree.path)/stat", atomically: false, encoding: .utf8)
    #expect(try start() == first)
    sampler.clockWasSet()
    #expect(try start() == first + 1)
  }
}
