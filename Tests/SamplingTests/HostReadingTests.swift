import CalcmonTesting
import Foundation
import Procfs
import Sampling
import Testing

@Suite struct HostReadingTests {
  private static func read(_ files: [String: String], pid: Int32 = 7) throws -> HostReading {
    let tree = try TemporaryTree(["proc/stat": "btime 1\n", "proc/7/stat": "", "proc/7/cgroup": "0::/a\n"] + files)
    defer { tree.remove() }
    let machine = try Machine(in: tree.path)
    return try HostReader(proc: ProcTrees(machine.proc), cgroup: machine.cgroup).read(pid: pid, at: 42)
  }

  @Test(
    arguments: [
      ("kernel-3.10-cgroup-v1", 900, 0, 0, 0.75), ("kernel-5.15-hybrid", 800, 81.3, 0.6, 0.375),
      ("kernel-6.1-cgroup-v2", 701, 0, 0, 1.5), ("kernel-6.18-cgroup-v1", 11616, 0.66, 0, 3.291190673),
      ("kernel-6.6-arm64", 42, 0, 0, 0),
    ] as [(String, Int32, Double, Double, Double)])
  func `what the processes of each machine lost`(
    _ name: String, _ pid: Int32, _ steal: Double, _ stolen: Double, _ throttled: Double
  ) throws {
    let readings = try [1, 2].map { moment in
      let machine = try Machine(name, moment)
      return try HostReader(proc: ProcTrees(machine.proc), cgroup: machine.cgroup).read(
        pid: pid, at: Int64(moment) * 1_000_000_000)
    }
    #expect(readings.map(\.nanoseconds) == [1_000_000_000, 2_000_000_000])
    #expect(readings[0].stealSeconds == steal)
    #expect(abs(try #require(readings[1].stealSeconds) - steal - stolen) < 1e-9)
    let (first, second) = (try #require(readings[0].throttledSeconds), try #require(readings[1].throttledSeconds))
    #expect(abs(second - first - throttled) < 1e-9)
  }

  @Test func `what the kernel does not offer is absent`() throws {
    #expect(try Self.read([:]) == HostReading(nanoseconds: 42, stealSeconds: nil, throttledSeconds: nil))
    #expect(try Self.read(["proc/stat": "cpu 1 2 3 4\nbtime 1\n", "cgroup/a/cpu.stat/": ""]).stealSeconds == nil)
  }

  @Test func `what a process lost that may use a few processors is that of those`() throws {
    let stat = "cpu 100 0 0 0 0 0 0 70\ncpu0 10 1 2 0 0 0 0 5\ncpu1 20 0 0 9 0 3 4 25\ncpu3 70 0 0 0 0 0 0 40\nbtime 1\n"
    let tree = try TemporaryTree(["proc/stat": stat, "proc/7/stat": ""])
    defer { tree.remove() }
    let machine = try Machine(in: tree.path)
    func read(_ processors: [Int]?) throws -> HostReading {
      try HostReader(proc: ProcTrees(machine.proc), cgroup: machine.cgroup, processors: processors).read(pid: 7, at: 0)
    }
    let all = try read(nil)
    #expect((all.ownBusySeconds, all.ownStealSeconds) == (nil, nil))
    #expect((all.busySecondsOfProcess, all.stealSecondsOfProcess) == (1, 0.7))
    let few = try read([0, 1])
    #expect(abs(try #require(few.busySecondsOfProcess) - 0.33) < 1e-9)
    #expect(abs(try #require(few.stealSecondsOfProcess) - 0.3) < 1e-9)
    #expect((few.busySeconds, few.stealSeconds) == (1, 0.7))
    // One of them is offline: nobody knows.
    #expect(try read([1, 2]).ownBusySeconds == nil)
  }

  @Test func `a kernel without control groups tells the rest`() throws {
    let tree = try TemporaryTree(["proc/stat": "cpu 1 2 3 4 5 6 7 8\nbtime 1\n", "proc/7/stat": ""])
    defer { tree.remove() }
    let machine = try Machine(in: tree.path)
    let reading = try HostReader(proc: ProcTrees(machine.proc), cgroup: machine.cgroup).read(pid: 7, at: 0)
    #expect(reading == HostReading(nanoseconds: 0, stealSeconds: 0.08, throttledSeconds: nil, busySeconds: 0.06))
  }

  @Test func `the machine and the processes are told by two procfs, if the one that was named is of another pid namespace`()
    throws
  {
    let tree = try TemporaryTree([
      "host/stat": "cpu 1 2 3 4 5 6 7 800\n", "host/7/stat": "", "host/7/cgroup": "0::/stranger\n", "own/stat": "",
      "own/7/stat": "",
      "own/7/cgroup": "0::/mine\n", "cgroup/stranger/cpu.stat": "throttled_usec 9000000\n",
      "cgroup/mine/cpu.stat": "throttled_usec 2000000\n",
    ])
    defer { tree.remove() }
    try FileManager.default.createSymbolicLink(atPath: "\(tree.path)/own/self", withDestinationPath: "7")
    func read(pid: Int32) throws -> HostReading {
      let trees = try ProcTrees(
        named: try ProcRoot(procfs: "\(tree.path)/host"), mounted: try ProcRoot(procfs: "\(tree.path)/own"), pid: pid)
      return try HostReader(proc: trees, cgroup: ProcRoot(cgroupfs: "\(tree.path)/cgroup")).read(pid: 7, at: 0)
    }
    #expect(try read(pid: 7) == HostReading(nanoseconds: 0, stealSeconds: 8, throttledSeconds: 2, busySeconds: 0.06))
  }

  @Test func `a process that was moved is read where it is now`() throws {
    let tree = try TemporaryTree([
      "proc/stat": "btime 1\n", "proc/7/stat": "", "cgroup/a/cpu.stat": "throttled_usec 1000000\n",
      "cgroup/b/cpu.stat": "throttled_usec 2000000\n",
    ])
    defer { tree.remove() }
    let machine = try Machine(in: tree.path)
    let reader = HostReader(proc: ProcTrees(machine.proc), cgroup: machine.cgroup)
    var seconds: [Double?] = []
    for group in ["a", "b", "a"] {
      try tree.write(["proc/7/cgroup": "0::/\(group)\n"])
      seconds.append(try reader.read(pid: 7, at: 0).throttledSeconds)
    }
    #expect(seconds == [1, 2, 1])
  }

  @Test(arguments: [
    ["proc/stat": "cpu x\nbtime 1\n"], ["proc/7/cgroup": "nonsense\n"], ["cgroup/a/cpu.stat": "throttled_usec x\n"],
    ["cgroup/cpu.stat": "nr_periods -1\n"],
  ])
  func `what cannot be understood is an error`(_ files: [String: String]) throws {
    let error = #expect(throws: ProcError.self) { try Self.read(files) }
    guard case .malformed = error else {
      Issue.record("not malformed: \(String(describing: error))")
      return
    }
  }

  @Test func `a process that has ended is gone`() throws {
    let error = #expect(throws: ProcError.self) { try Self.read([:], pid: 8) }
    #expect(error?.description.hasSuffix("/proc/8/cgroup: no such file or process") == true)
  }
}
