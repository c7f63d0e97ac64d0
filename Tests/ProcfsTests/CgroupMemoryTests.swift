import CalcmonTesting
import Procfs
import Testing

@Suite struct CgroupMemoryTests {
  @Test(
    arguments: [
      ("max\n", nil), ("max", nil), ("0\n", 0), ("268435456\n", 268_435_456), ("9223372036854771712\n", nil),
      ("9223372036854775807\n", nil), ("18446744073709551615\n", nil), ("9223372036854710272\n", nil),
      ("9223372036854710271\n", 9_223_372_036_854_710_271),
    ] as [(String, UInt64?)])
  func `max, and what no machine can have, is no limit`(_ text: String, _ limit: UInt64?) throws {
    #expect(try CgroupMemory.limit(parsing: text, path: "memory.max") == limit)
  }

  @Test(arguments: ["", "\n", "x", "-1", "1.5", "1 2", "18446744073709551616", "maximum"])
  func `another text is refused with what was found`(_ text: String) {
    let error = ProcError.malformed(path: "memory.max", reason: "is not a size: '\(text == "\n" ? "" : text)'")
    #expect(throws: error) { try CgroupMemory.limit(parsing: text, path: "memory.max") }
    #expect(throws: error) { try CgroupMemory.size(parsing: text, path: "memory.max") }
  }

  @Test(
    arguments: [
      ("kernel-3.10-cgroup-v1", nil, 405_504, 405_504), ("kernel-5.15-hybrid", 2_147_483_648, 536_870_912, 536_875_008),
      ("kernel-6.1-cgroup-v2", 8_589_934_592, 201_326_592, 201_392_128),
      ("kernel-6.18-cgroup-v1", 268_435_456, 11_001_856, 10_141_696), ("kernel-6.6-arm64", nil, 31_457_280, 31_465_472),
    ] as [(String, UInt64?, UInt64, UInt64)])
  func `each machine's agent has the tightest limit and the memory of its group`(
    _ name: String, _ limit: UInt64?, _ first: UInt64, _ second: UInt64
  ) throws {
    for (moment, current) in [(1, first), (2, second)] {
      let machine = try Machine(name, moment)
      let memory = try #require(try Cgroup.memory(proc: machine.proc, root: machine.cgroup, pid: "self"))
      #expect(memory.limitBytes == limit)
      #expect(memory.currentBytes == current)
    }
  }

  @Test func `where no hierarchy accounts memory there is nothing`() throws {
    let tree = try TemporaryTree(["proc/stat": "", "proc/7/stat": "", "proc/7/cgroup": "1:cpu:/\n", "cgroup/cpu/": ""])
    defer { tree.remove() }
    let machine = try Machine(in: tree.path)
    #expect(try Cgroup.memory(proc: machine.proc, root: machine.cgroup, pid: "7") == nil)
  }
}
