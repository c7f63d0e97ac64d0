import Procfs
import Testing

@Suite struct ProcessStatTests {
  /// Fields 3 to 24 and some of those that calcmon does not read.
  private static let rest = "S 7 8 8 0 -1 4194304 101 0 0 0 152 61 2210 340 20 0 6 0 12345 3133440 394 18446744073709551615 0"

  private static func parse(_ text: String) throws -> ProcessStat { try ProcessStat(parsing: text, path: "stat") }

  @Test(arguments: [
    "calcmon", "a b c", "", "(", ")", "((()))", ") R 1 (", "x) R 1 1 1", "a\nb", "\n", "\r\n", "tab\there", "naïve", "\u{FFFD}",
  ])
  func `the name is whatever stands between the first and the last parenthesis`(_ comm: String) throws {
    let stat = try Self.parse("1000 (\(comm)) \(Self.rest)\n")
    #expect(stat.comm == comm)
    #expect(stat.pid == 1000)
    #expect(stat.state == "S")
    #expect(stat.parent == 7)
  }

  // A process may name itself with any bytes (prctl PR_SET_NAME); a combining mark makes one Swift character with its neighbour.
  @Test(arguments: ["\u{301}x", "\u{200D}", "\u{FE0F}x", "x\u{600}"])
  func `a name that would merge with a parenthesis does not hide it`(_ comm: String) throws {
    let stat = try Self.parse("1000 (\(comm)) \(Self.rest)\n")
    #expect(Array(stat.comm.utf8) == Array(comm.utf8))
    #expect(stat.parent == 7)
  }

  @Test func `times are in seconds, memory in bytes and pages, the start in ticks`() throws {
    let stat = try Self.parse("1000 (calcmon) \(Self.rest)\n")
    #expect(stat.userSeconds == 1.52)
    #expect(stat.systemSeconds == 0.61)
    #expect(stat.reapedUserSeconds == 22.1)
    #expect(stat.reapedSystemSeconds == 3.4)
    #expect(stat.startTicks == 12345)
    #expect(stat.virtualBytes == 3_133_440)
    #expect(stat.residentPages == 394)
  }

  @Test(arguments: ["", "\n", "\r\n", " 1 2 3 4 5\n", " unknown later fields\n"])
  func `what follows the last field that is read does not matter`(_ tail: String) throws {
    let short = Self.rest.split(separator: " ").prefix(22).joined(separator: " ")
    #expect(try Self.parse("1 (a) \(short)\(tail)").residentPages == 394)
  }

  @Test func `a text that is cut after any field is refused, with the first field that is missed`() {
    let fields = Self.rest.split(separator: " ").map(String.init)
    let wanted = [
      3: "state", 4: "ppid", 10: "minflt", 12: "majflt", 14: "utime", 15: "stime", 16: "cutime", 17: "cstime",
      20: "num_threads", 22: "starttime", 23: "vsize", 24: "rss",
    ]
    for kept in 0..<22 {
      let text = "1 (a) " + fields.prefix(kept).joined(separator: " ")
      let missed = wanted.keys.sorted().first { $0 > kept + 2 } ?? 0
      let reason = "ends before field \(missed) (\(wanted[missed] ?? ""))"
      #expect(throws: ProcError.malformed(path: "stat", reason: reason), "\(kept) fields") { try Self.parse(text) }
    }
  }

  @Test(arguments: [
    ("", "no command name in parentheses"),
    ("\0\0\0", "no command name in parentheses"),
    ("1000", "no command name in parentheses"),
    ("1000 (calcmon", "no command name in parentheses"),
    ("1000 )calcmon(", "no command name in parentheses"),
    ("(calcmon) \(rest)", "does not begin with a pid"),
    ("x (calcmon) \(rest)", "does not begin with a pid"),
    ("2147483648 (calcmon) \(rest)", "does not begin with a pid"),
    ("1 (a)", "ends before field 3 (state)"),
    ("1 (a) 5 6 7", "ends before field 3 (state)"),
  ])
  func `a text that is not a stat line is refused with the reason`(_ text: String, _ reason: String) {
    #expect(throws: ProcError.malformed(path: "stat", reason: reason)) { try Self.parse(text) }
  }

  @Test(arguments: [
    (4, "ppid", "x"), (4, "ppid", "2147483648"), (10, "minflt", "-1"), (12, "majflt", "x"), (20, "num_threads", "2147483648"),
    (14, "utime", "1.5"), (14, "utime", "18446744073709551616"),
    (15, "stime", "9223372036854775808"), (16, "cutime", "0x10"), (17, "cstime", "-"), (22, "starttime", "-1"),
    (22, "starttime", "18446744073709551616"), (23, "vsize", "-4096"), (24, "rss", "-1"), (24, "rss", "18446744073709551616"),
  ])
  func `a number that is none or out of range is refused with its field`(_ field: Int, _ name: String, _ value: String) {
    var fields = Self.rest.split(separator: " ").map(String.init)
    fields[field - 3] = value
    let reason = "field \(field) (\(name)) is not a number: '\(value)'"
    #expect(throws: ProcError.malformed(path: "stat", reason: reason)) {
      try Self.parse("1 (a) \(fields.joined(separator: " "))\n")
    }
  }

  @Test func `an enormous word is quoted only in part`() {
    var fields = Self.rest.split(separator: " ").map(String.init)
    fields[19] = String(repeating: "9", count: 100_000)
    let reason = "field 22 (starttime) is not a number: '\(String(repeating: "9", count: 32))'"
    #expect(throws: ProcError.malformed(path: "stat", reason: reason)) {
      try Self.parse("1 (a) \(fields.joined(separator: " "))\n")
    }
  }

  // The kernel's scaled times have gone backwards before; a time below zero would make a counter fall.
  @Test func `a time below zero counts as none`() throws {
    var fields = Self.rest.split(separator: " ").map(String.init)
    for field in 14...17 { fields[field - 3] = "-5" }
    let stat = try Self.parse("1 (a) \(fields.joined(separator: " "))\n")
    #expect(stat.userSeconds + stat.systemSeconds + stat.reapedUserSeconds + stat.reapedSystemSeconds == 0)
  }

  @Test func `the highest numbers that the kernel can write are taken`() throws {
    var fields = Self.rest.split(separator: " ").map(String.init)
    fields[14 - 3] = "\(Int64.max)"
    for field in 22...24 { fields[field - 3] = "\(UInt64.max)" }
    let stat = try Self.parse("\(Int32.max) (a) \(fields.joined(separator: " "))\n")
    #expect(stat.pid == .max)
    #expect(stat.startTicks == .max)
    #expect(stat.virtualBytes == .max)
    #expect(stat.residentPages == .max)
  }

  @Test func `faults, threads and the last processor are read`() throws {
    let more = (25...38).map { _ in "0" }.joined(separator: " ")
    let stat = try Self.parse("1 (a) S 7 8 8 0 -1 4194304 101 5 23 6 152 61 0 0 20 0 6 0 12345 3133440 394 \(more) 5 0 0 0\n")
    #expect(stat.minorFaults == 101)
    #expect(stat.majorFaults == 23)
    #expect(stat.threads == 6)
    #expect(stat.processor == 5)
  }

  @Test func `what a kernel does not tell is absent`() throws {
    #expect(try Self.parse("1 (a) \(Self.rest)\n").processor == nil)
  }
}
