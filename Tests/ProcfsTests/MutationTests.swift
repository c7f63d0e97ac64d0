import CalcmonTesting
import Foundation
import Procfs
import Samples
import Testing

/// Every fixture file, damaged in every way, through every parser: a value without negative numbers, or an error that says what
/// is wrong. A trap would end the test run.
@Suite struct MutationTests {
  /// A parser that returns the numbers it has found.
  private typealias Parser = @Sendable (String) throws -> [Double]

  private static let parsers: [Parser] = [
    { text in
      let stat = try SystemStat(parsing: text, path: "x")
      let times = [stat.total].compactMap(\.self) + stat.processors.values
      // Two readings of the same machine in either order.
      let deltas = times.flatMap { time in times.map { time.since($0) } }
      return (times + deltas).flatMap { time in
        let later = [time.iowait, time.irq, time.softirq, time.steal, time.guest, time.guestNice]
        return [time.user, time.nice, time.system, time.idle] + later.compactMap(\.self)
      }
    },
    { text in
      let load = try LoadAverage(parsing: text, path: "x")
      return [load.oneMinute, load.fiveMinutes, load.fifteenMinutes, Double(load.running), Double(load.tasks)]
    },
    { text in
      let memory = try MemoryInfo(parsing: text, path: "x")
      return [memory.totalBytes, memory.freeBytes, memory.availableBytes ?? 0, memory.swapFreeBytes].map { Double($0) }
    },
    { text in
      let pressure = try Pressure(parsing: text, path: "x")
      return [pressure.some, pressure.full].compactMap(\.self).flatMap {
        [$0.average10, $0.average60, $0.average300, $0.totalSeconds]
      }
    },
    { text in
      let stat = try ProcessStat(parsing: text, path: "x")
      return [stat.userSeconds, stat.systemSeconds, stat.reapedUserSeconds, stat.reapedSystemSeconds, Double(stat.majorFaults)]
    },
    { text in
      let status = try ProcessStatus(parsing: text, path: "x")
      return [Double(status.allowedProcessors?.count ?? 0), Double(status.residentBytes ?? 0)]
    },
    { text in [Double(try ProcessStatm(parsing: text, path: "x").residentPages)] },
    { text in
      let stats = try DiskStats(parsing: text, path: "x")
      return (stats.disks + stats.wholes + [stats.disk(major: 8, minor: 1)].compactMap(\.self)).map(\.busySeconds)
    },
    { text in [Double(try ProcessIO(parsing: text, path: "x").readBytes)] },
    { text in [Double(try ProcessSmapsRollup(parsing: text, path: "x").proportionalBytes ?? 0)] },
    { text in [Double(try ProcessLimits(parsing: text, path: "x").openFiles ?? 0)] },
    { text in
      let schedstat = try Schedstat(parsing: text, path: "x")
      return [schedstat.runNanoseconds, schedstat.waitNanoseconds, schedstat.timeslices].map { Double($0) }
    },
    { text in [Double(WaitChannel(parsing: text).name?.count ?? 0)] },
    { text in [try TaskDelayAccounting(parsing: text, path: "x").isOn ? 1 : 0] },
    { text in
      let stat = try CgroupCPUStat(parsing: text, path: "x")
      return [stat.throttledSeconds ?? 0, stat.usageSeconds ?? 0, Double(stat.periods ?? 0)]
    },
    { text in [Double(try CgroupMemory.limit(parsing: text, path: "x") ?? 0)] },
    { text in [Double(try CgroupMemory.size(parsing: text, path: "x"))] },
    { text in [Double(CPUList(parsing: text)?.processors.count ?? 0)] },
    { text in try CgroupMembership.parse(text, path: "x").map { Double($0.path.count) } },
  ]

  /// All regular files of all fixture trees, in a fixed order.
  private static let files: [[UInt8]] = {
    let folder = Fixture.folder.path
    let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return names.sorted().filter { !$0.hasSuffix(".md") }
      .compactMap { FileManager.default.contents(atPath: "\(folder)/\($0)") }.map { Array($0) }
  }()

  private static func check(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    for parser in parsers {
      do {
        let numbers = try parser(text)
        if !numbers.allSatisfy({ $0 >= 0 && $0.isFinite }) { Issue.record("a number below zero in '\(text)'") }
      } catch {
        guard let error = error as? ProcError else {
          Issue.record("not an error of this module: \(error)")
          continue
        }
        if error.description.contains(where: \.isNewline) { Issue.record("an error of several lines: \(error)") }
        if error.description.utf8.count > 300 { Issue.record("a long error: \(error)") }
      }
    }
  }

  @Test func `there are fixtures to damage, and undamaged none of them stops a parser`() {
    #expect(Self.files.count > 200)
    for file in Self.files { Self.check(file) }
  }

  @Test(arguments: 1...8)
  func `a damaged file is a value or an error`(_ seed: UInt64) {
    var damage = Damage(seed: seed)
    for _ in 0..<600 {
      guard var bytes = Self.files.randomElement(using: &damage.random) else { return }
      for _ in 0..<Int.random(in: 1...3, using: &damage.random) { damage.apply(to: &bytes) }
      Self.check(bytes)
    }
  }

  @Test(arguments: [[0x20], [0x31], [0x0A], [0xFF], [0x2D], [0x30, 0x2C], [0x3A], [0x28, 0x29]] as [[UInt8]])
  func `a very long line and very many of them are a value or an error`(_ unit: [UInt8]) {
    Self.check(Array(repeatElement(unit, count: (1 << 17) / unit.count).joined()))
  }
}

/// Ways in which a file can be wrong, drawn from a seed so that a failure can be repeated.
private struct Damage {
  var random: SplitMix64

  init(seed: UInt64) { random = SplitMix64(state: seed) }

  private static let insertions = [
    "x", "-", "-1", "18446744073709551616", "18446744073709551615", "9223372036854775808", "\r\n", "\n", " ", "\t", ":", "=", ",",
    "0-",
    "nan", "1e999", "(", ")", ") R 1 (", "\0", "\u{301}", "\u{2028}", "cpu", "total=", "kB",
  ].map { Array($0.utf8) }

  mutating func apply(to bytes: inout [UInt8]) {
    guard !bytes.isEmpty else { return bytes += insertion() }
    let place = Int.random(in: 0..<bytes.count, using: &random)
    switch Int.random(in: 0..<9, using: &random) {
    case 0: bytes.removeSubrange(place...)
    case 1: bytes.removeSubrange(..<place)
    case 2: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 3: bytes.insert(contentsOf: insertion(), at: place)
    case 4: replaceNumber(near: place, in: &bytes)
    case 5: bytes = Array(bytes.split(separator: 0x0A).map { $0 + [0x0D, 0x0A] }.joined())
    case 6:
      let lines = bytes.split(separator: 0x0A)
      guard let line = lines.randomElement(using: &random) else { return }
      bytes = Array((lines + [line]).shuffled(using: &random).joined(separator: [0x0A]))
    case 7: bytes.remove(at: place)
    default: bytes = []
    }
  }

  private mutating func insertion() -> [UInt8] { Damage.insertions.randomElement(using: &random) ?? [] }

  private mutating func replaceNumber(near place: Int, in bytes: inout [UInt8]) {
    guard let first = bytes[place...].firstIndex(where: { (0x30...0x39).contains($0) }) else { return }
    let last = bytes[first...].firstIndex { !(0x30...0x39).contains($0) } ?? bytes.count
    bytes.replaceSubrange(first..<last, with: insertion())
  }
}
