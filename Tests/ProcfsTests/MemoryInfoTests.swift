import CalcmonTesting
import Procfs
import Testing

@Suite struct MemoryInfoTests {
  private static let lines = [
    "MemTotal:        8000 kB", "MemFree:         2000 kB", "MemAvailable:    5000 kB", "Buffers:           10 kB",
    "Cached:          3000 kB", "SwapCached:         7 kB", "SwapTotal:        900 kB", "SwapFree:         800 kB",
    "HugePages_Total:       0", "SomethingNew: words",
  ]

  private static func parse(_ lines: [String]) throws -> MemoryInfo {
    try MemoryInfo(parsing: lines.joined(separator: "\n"), path: "meminfo")
  }

  @Test func `sizes are in bytes, and lines with similar names are not mixed up`() throws {
    let memory = try Self.parse(Self.lines.reversed())
    #expect(memory.totalBytes == 8000 * 1024)
    #expect(memory.freeBytes == 2000 * 1024)
    #expect(memory.availableBytes == 5000 * 1024)
    #expect(memory.buffersBytes == 10 * 1024)
    #expect(memory.cachedBytes == 3000 * 1024)
    #expect(memory.swapTotalBytes == 900 * 1024)
    #expect(memory.swapFreeBytes == 800 * 1024)
  }

  @Test func `what is available is absent where the kernel does not tell`() throws {
    #expect(try Self.parse(Self.lines.filter { !$0.hasPrefix("MemAvailable") }).availableBytes == nil)
  }

  @Test(arguments: ["MemTotal", "MemFree", "Buffers", "Cached", "SwapTotal", "SwapFree"])
  func `another missing line is refused with its name`(_ name: String) {
    #expect(throws: ProcError.malformed(path: "meminfo", reason: "no line '\(name):'")) {
      try Self.parse(Self.lines.filter { !$0.hasPrefix("\(name):") })
    }
  }

  @Test(arguments: ["", "kB", "-1 kB", "1.5 kB", "18446744073709551616 kB", "1125899906842624 kB"])
  func `a line that is no size is refused with what was found`(_ value: String) {
    #expect(throws: ProcError.malformed(path: "meminfo", reason: "line 'MemAvailable:' is not a size: '\(value)'")) {
      try Self.parse(["MemAvailable: \(value)"] + Self.lines)
    }
  }

  @Test(
    arguments: [
      ("kernel-3.10-cgroup-v1", 16_264_176, nil, 8_388_604), ("kernel-5.15-hybrid", 4_028_416, 1_843_200, 0),
      ("kernel-6.1-cgroup-v2", 32_768_000, 28_669_952, 2_096_640), ("kernel-6.6-arm64", 7_864_320, 5_242_816, 0),
    ] as [(String, UInt64, UInt64?, UInt64)])
  func `each machine has its memory at the second moment`(
    _ name: String, _ total: UInt64, _ available: UInt64?, _ swapFree: UInt64
  ) throws {
    let memory = try MemoryInfo(Machine(name, 2).proc)
    #expect(memory.totalBytes == total * 1024)
    #expect(memory.availableBytes == available.map { $0 * 1024 })
    #expect(memory.swapFreeBytes == swapFree * 1024)
  }

  @Test func `the real procfs is read`() throws {
    let memory = try MemoryInfo(ProcRoot(procfs: "/proc"))
    #expect(memory.totalBytes > memory.freeBytes)
  }
}
