import CalcmonTesting
import Glibc
import Procfs
import Testing

@Suite struct ProcessIOTests {
  private static let lines = [
    "rchar: 1724435", "wchar: 1725", "syscr: 686", "syscw: 38", "read_bytes: 241664", "write_bytes: 12288",
    "cancelled_write_bytes: 5",
  ]

  @Test func `bytes and calls are read`() throws {
    let io = try ProcessIO(parsing: Self.lines.joined(separator: "\n") + "\nlater: x\n", path: "io")
    #expect([io.readBytes, io.writtenBytes, io.readCalls, io.writeCalls] == [1_724_435, 1725, 686, 38])
    #expect([io.storageReadBytes, io.storageWrittenBytes] == [241_664, 12_288])
  }

  @Test(arguments: ["rchar", "wchar", "syscr", "syscw", "read_bytes", "write_bytes"])
  func `a missing line and one that is no number are refused with its name`(_ name: String) {
    let others = Self.lines.filter { !$0.hasPrefix("\(name):") }
    #expect(throws: ProcError.malformed(path: "io", reason: "no line '\(name):'")) {
      try ProcessIO(parsing: others.joined(separator: "\n"), path: "io")
    }
    #expect(throws: ProcError.malformed(path: "io", reason: "line '\(name):' is not a number: '-1'")) {
      try ProcessIO(parsing: (["\(name): -1"] + others).joined(separator: "\n"), path: "io")
    }
  }

  @Test(
    arguments: [("kernel-6.1-cgroup-v2", "700", 81_920, 8192), ("kernel-6.18-cgroup-v1", "11659", 0, 0)]
      as [(String, String, UInt64, UInt64)])
  func `between the moments processes have read and written`(
    _ name: String, _ pid: String, _ read: UInt64, _ stored: UInt64
  ) throws {
    let (first, second) = (try ProcessIO(Machine(name, 1).proc, pid: pid), try ProcessIO(Machine(name, 2).proc, pid: pid))
    #expect(second.readBytes - first.readBytes == read)
    #expect(second.storageWrittenBytes - first.storageWrittenBytes == stored)
  }

  @Test func `a kernel without the accounting makes it unavailable, a process that has ended makes it gone`() throws {
    let proc = try Machine("kernel-3.10-cgroup-v1", 1).proc
    #expect(throws: ProcError.unavailable(path: "\(proc.path)/900/io", errno: ENOENT)) { try ProcessIO(proc, pid: "900") }
    #expect(throws: ProcError.gone(path: "\(proc.path)/902/io")) { try ProcessIO(proc, pid: "902") }
  }

  @Test func `this process is read from the real procfs`() throws {
    #expect(try ProcessIO(ProcRoot(procfs: "/proc"), pid: "self").readCalls > 0)
  }
}
