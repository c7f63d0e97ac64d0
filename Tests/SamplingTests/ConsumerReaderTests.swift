import CalcmonTesting
import Procfs
import Samples
import Sampling
import Testing

@Suite struct ConsumerReaderTests {
  private typealias Entry = ProcessTable.Entry

  private static func entry(
    _ pid: Int32, _ comm: String, parent: Int32 = 1, start: UInt64 = 5, own: UInt64 = 0, reaped: UInt64 = 0
  ) -> ProcessTable.Entry {
    Entry(pid: pid, parent: parent, startTicks: start, ownTicks: own, reapedTicks: reaped, comm: comm)
  }

  private static func consumers(
    _ before: [ProcessTable.Entry], _ after: [ProcessTable.Entry], own: Int32? = nil, files: [String: String] = [:]
  ) throws -> [String] {
    let tree = try TemporaryTree(["stat": "btime 1\n"] + files)
    defer { tree.remove() }
    let reader = ConsumerReader(proc: try ProcRoot(procfs: tree.path), own: own, seesAll: true, processors: 2)
    return reader.reading(from: ProcessTable(before), to: ProcessTable(after), seconds: 5).consumers
      .map { "\($0.name) \($0.seconds)" }
  }

  @Test func `those that used most come first, those of one name together`() throws {
    let before = [Self.entry(10, "a", own: 100), Self.entry(11, "b"), Self.entry(12, "b"), Self.entry(13, "idle", own: 7)]
    let after = [
      Self.entry(10, "a", own: 130), Self.entry(11, "b", own: 20), Self.entry(12, "b", own: 20), Self.entry(13, "idle", own: 7),
    ]
    #expect(try Self.consumers(before, after) == ["b 0.4", "a 0.3"])
  }

  @Test func `five at most`() throws {
    let after = (1...9).map { Self.entry(100 + $0, "p\($0)", own: UInt64($0)) }
    #expect(try Self.consumers([], after) == ["p9 0.09", "p8 0.08", "p7 0.07", "p6 0.06", "p5 0.05"])
  }

  @Test func `calcmon and what descends from it is left out`() throws {
    let after = [
      Self.entry(10, "calcmon", own: 50), Self.entry(11, "python3", parent: 10, own: 60),
      Self.entry(12, "w", parent: 11, own: 70),
      Self.entry(13, "other", own: 5),
    ]
    #expect(try Self.consumers([], after, own: 10) == ["other 0.05"])
  }

  @Test func `a unit's or container's name counts, and a thread of the kernel is one of them`() throws {
    let after = [
      Self.entry(2, "kthreadd", parent: 0, own: 1), Self.entry(20, "kworker/0:1", parent: 2, own: 30),
      Self.entry(21, "gzip", own: 50),
      Self.entry(22, "tar", own: 20), Self.entry(23, "gzip", own: 10),
    ]
    let files = [
      "21/cgroup": "0::/system.slice/backup.service\n", "22/cgroup": "0::/system.slice/backup.service\n",
      "23/cgroup": "0::/user.slice/session-1.scope\n",
    ]
    #expect(try Self.consumers([], after, files: files) == ["backup.service 0.7", "kernel threads 0.31", "gzip 0.1"])
  }

  @Test func `time of processes that ended is their heir's, less what they had before`() throws {
    let before = [
      Self.entry(10, "make", own: 1, reaped: 1000), Self.entry(11, "cc", parent: 10, own: 40),
      Self.entry(12, "as", parent: 11, own: 5),
    ]
    // The two ended with 50 and 10, a third one of 30 came and went between.
    let after = [Self.entry(10, "make", own: 1, reaped: 1090)]
    #expect(try Self.consumers(before, after) == ["make 0.45"])
  }

  @Test func `who inherits a process of an earlier time has not used that`() throws {
    let before = [
      Self.entry(1, "systemd", parent: 0), Self.entry(10, "sh"), Self.entry(11, "daemon", parent: 10, own: 3_600_000),
    ]
    let after = [Self.entry(1, "systemd", parent: 0, own: 2, reaped: 3_600_100), Self.entry(10, "sh")]
    #expect(try Self.consumers(before, after) == ["systemd 0.02"])
  }

  @Test func `a pid that was given away is another process`() throws {
    let after = [Self.entry(10, "new", start: 6, own: 30)]
    #expect(try Self.consumers([Self.entry(10, "old", own: 500)], after) == ["new 0.3"])
  }

  @Test func `parents in a circle end`() throws {
    let after = [Self.entry(10, "a", parent: 11, own: 10), Self.entry(11, "b", parent: 10, own: 5)]
    #expect(try Self.consumers([], after, own: 99) == ["a 0.1", "b 0.05"])
  }

  @Test(
    arguments: [
      (true, true, false, nil), (false, true, false, .unseen), (true, false, false, .unseen), (true, true, true, .tooMany),
    ] as [(Bool, Bool, Bool, HiddenConsumers?)])
  func `it is told if processes may be hidden`(_ seesAll: Bool, _ hasInit: Bool, _ isCut: Bool, _ hidden: HiddenConsumers?) throws
  {
    let tree = try TemporaryTree(["stat": "btime 1\n"])
    defer { tree.remove() }
    let reader = ConsumerReader(proc: try ProcRoot(procfs: tree.path), own: nil, seesAll: seesAll, processors: 2)
    let table = ProcessTable(hasInit ? [Self.entry(1, "systemd", own: 10)] : [Self.entry(5, "x", own: 10)], isCut: isCut)
    let reading = reader.reading(from: ProcessTable([]), to: table, seconds: 5)
    #expect(reading.hidden == hidden)
    #expect(reading.seenSeconds == 0.1)
  }

  @Test(.timeLimit(.minutes(1)))
  func `as many processes as are read, each the child of the one before, take no time to speak of`()
    throws
  {
    let count = Int32(ProcessTable.limit)
    func chain(_ pids: ClosedRange<Int32>, own: UInt64) -> [ProcessTable.Entry] {
      pids.map { Self.entry($0, "p", parent: $0 - 1, own: own) }
    }
    // The second half has ended meanwhile, and is told of by the last that is still there.
    let before = chain(1...count, own: 1)
    var after = chain(1...count / 2, own: 1)
    after[after.count - 1] = Self.entry(count / 2, "heir", parent: count / 2 - 1, own: 1, reaped: UInt64(count / 2) + 50)
    #expect(try Self.consumers(before, after) == ["heir 0.5"])
    #expect(try Self.consumers(before, after, own: 1).isEmpty)
    #expect(try Self.consumers(before, after, own: count / 2 + 1) == ["heir 0.5"])
  }

  @Test func `ended processes whose parents are in a circle have no heir`() throws {
    let before = [
      Self.entry(10, "a", parent: 11, own: 10), Self.entry(11, "b", parent: 10, own: 5), Self.entry(12, "c", parent: 10, own: 5),
    ]
    #expect(try Self.consumers(before, [Self.entry(1, "init", parent: 0, own: 7)]) == ["init 0.07"])
  }

  @Test(arguments: [
    String(repeating: "x", count: 100), String(repeating: "é", count: 50), "e" + String(repeating: "\u{301}", count: 500),
    String(repeating: "👩‍👩‍👧‍👦", count: 20),
  ])
  func `a name has an end, in bytes`(_ unit: String) throws {
    let files = ["10/cgroup": "0::/system.slice/\(unit).service\n"]
    let consumer = try #require(try Self.consumers([], [Self.entry(10, "x", own: 100)], files: files).first)
    let name = try #require(consumer.split(separator: " ").first)
    #expect(name.utf8.count <= 64 && name.utf8.count > 58)
    #expect(name.hasSuffix("…"))
  }

  @Test func `a file of control groups that cannot be understood, or is gone, leaves the name of the process`() throws {
    let after = [Self.entry(10, "a", own: 30), Self.entry(11, "b", own: 20), Self.entry(12, "c", own: 10)]
    let files = ["10/cgroup": "nonsense\n", "11/cgroup/": "", "12/cgroup": ""]
    #expect(try Self.consumers([], after, files: files) == ["a 0.3", "b 0.2", "c 0.1"])
  }

  @Test(arguments: [
    ("a\nb", "a?b"), ("a\u{202E}b", "a?b"), ("a\u{2028}b", "a?b"), ("", "?"), ("a b) (c", "a b) (c"), ("\u{1B}[2J", "?[2J"),
  ])
  func `a name is printable`(_ comm: String, _ name: String) throws {
    #expect(try Self.consumers([], [Self.entry(10, comm, own: 100)]) == ["\(name) 1.0"])
  }

  // MARK: Disks

  private static func io(_ read: Int, _ written: Int) -> String {
    "rchar: 0\nwchar: 0\nsyscr: 0\nsyscw: 0\nread_bytes: \(read)\nwrite_bytes: \(written)\ncancelled_write_bytes: 0\n"
  }

  private static func writers(
    _ before: ([ProcessTable.Entry], [String: String]), _ after: ([ProcessTable.Entry], [String: String]), own: Int32? = nil,
    limit: Int = 100
  ) throws -> StorageConsumers {
    let tree = try TemporaryTree(["stat": "btime 1\n"] + before.1)
    defer { tree.remove() }
    let reader = ConsumerReader(proc: try ProcRoot(procfs: tree.path), own: own, seesAll: true, processors: 2)
    let earlier = reader.storage(of: ProcessTable(before.0), limit: limit)
    try tree.write(after.1)
    return reader.writers(from: earlier, to: reader.storage(of: ProcessTable(after.0), limit: limit), seconds: 5)
  }

  @Test func `those that read and wrote most come first, calcmon left out`() throws {
    let entries = [Self.entry(1, "init", parent: 0), Self.entry(10, "tar"), Self.entry(11, "dd"), Self.entry(12, "calcmon")]
    let found = try Self.writers(
      (entries, ["1/io": Self.io(0, 0), "10/io": Self.io(10, 10), "11/io": Self.io(0, 7), "12/io": Self.io(0, 0)]),
      (entries, ["10/io": Self.io(15, 20), "11/io": Self.io(100, 7), "12/io": Self.io(0, 900)]), own: 12)
    #expect(found.consumers == [DiskConsumer(name: "dd", bytes: 100), DiskConsumer(name: "tar", bytes: 15)])
    #expect(found.seenBytes == 115)
    #expect(found.hidden == nil)
  }

  @Test func `what a process had written before it ended is not its heir's`() throws {
    let (shell, copy) = (Self.entry(10, "sh"), Self.entry(11, "cp", parent: 10))
    let found = try Self.writers(
      ([shell, copy], ["10/io": Self.io(0, 5), "11/io": Self.io(0, 1000)]), ([shell], ["10/io": Self.io(0, 1205)]))
    #expect(found.consumers == [DiskConsumer(name: "sh", bytes: 200)])
  }

  @Test func `of more processes than are asked none is new because another has ended`() throws {
    let entries = [Self.entry(1, "init", parent: 0)] + (10...40).map { Self.entry($0, "old") }
    let files = Dictionary(uniqueKeysWithValues: entries.map { ("\($0.pid)/io", Self.io(0, 1_000_000)) })
    let found = try Self.writers((entries, files), (entries.filter { $0.pid != 10 }, ["40/io": Self.io(0, 1_000_007)]), limit: 31)
    #expect(found.consumers.isEmpty)
    #expect(found.seenBytes == 0)
  }

  @Test func `of more processes than are asked the others are told, and that there are more`() throws {
    let entries = [Self.entry(1, "init", parent: 0)] + (10...40).map { Self.entry($0, "old") }
    let files = Dictionary(uniqueKeysWithValues: entries.map { ("\($0.pid)/io", Self.io(0, 1_000_000)) })
    let found = try Self.writers((entries, files), (entries, ["20/io": Self.io(0, 1_000_007)]), limit: 31)
    #expect(found.consumers == [DiskConsumer(name: "old", bytes: 7)])
    #expect(found.hidden == .tooMany)
  }

  @Test func `that processes may not be asked is said`() throws {
    let entries = [Self.entry(1, "init", parent: 0), Self.entry(10, "tar")]
    // No file is what a kernel without accounting has; a user without rights gets another error, and both count as not told.
    let found = try Self.writers((entries, ["1/stat": "x", "10/stat": "x"]), (entries, [:]))
    #expect(found.consumers.isEmpty)
    #expect(found.hidden == .denied)
  }
}
