import CalcmonTesting
import Procfs
import Testing

@Suite struct DiskStatsTests {
  /// Of a laptop, a server with md and device mapper, and a VM.
  private static let text = """
       8       0 sda 100 0 2000 5 50 0 4000 6 0 1500 11 0 0 0 0
       8       1 sda1 90 0 1800 5 50 0 4000 6 0 1400 11
       8      16 sdaa 1 0 8 0 0 0 0 0 0 4 4
     259       0 nvme0n1 5 0 10 1 5 0 20 1 0 30 2 0 0 0 0 0 0
     259       2 nvme0n1p2 5 0 10 1 5 0 20 1 0 30 2
       9      12 md12 1 0 2 0 1 0 2 0 0 7 0
       9     127 md127 1 0 2 0 1 0 2 0 0 8 0
     253       0 dm-0 1 0 2 0 1 0 2 0 0 9 0

    """

  @Test func `sectors are bytes, and milliseconds seconds`() throws {
    let disk = try #require(try DiskStats(parsing: Self.text, path: "d").disks.first)
    #expect([disk.readBytes, disk.writtenBytes] == [1_024_000, 2_048_000])
    #expect(disk.busySeconds == 1.5)
    #expect(disk.name == "sda")
  }

  @Test(
    arguments: [
      (8, 1, "sda"), (8, 16, "sdaa"), (259, 2, "nvme0n1"), (9, 127, "md127"), (253, 0, "dm-0"), (7, 0, nil),
    ] as [(UInt32, UInt32, String?)])
  func `a partition's disk is found by its name`(_ major: UInt32, _ minor: UInt32, _ name: String?) throws {
    #expect(try DiskStats(parsing: Self.text, path: "d").disk(major: major, minor: minor)?.name == name)
  }

  @Test func `those that are no partitions`() throws {
    let wholes = try DiskStats(parsing: Self.text, path: "d").wholes.map(\.name)
    #expect(wholes == ["sda", "sdaa", "nvme0n1", "md12", "md127", "dm-0"])
  }

  @Test(arguments: [
    ("8 0", "ends before field 3 (name)"), ("x 0 sda 1 2 3 4 5 6 7 8 9 10", "field 1 (major) is not a number: 'x'"),
    ("8 0 sda 1 2 -3 4 5 6 7 8 9 10", "field 6 (sectors read) is not a number: '-3'"),
    ("8 0 sda 1 2 3 4 5 6 7 8 9 1.5", "field 13 (time busy) is not a number: '1.5'"),
  ])
  func `another text is refused with its field`(_ text: String, _ reason: String) {
    #expect(throws: ProcError.malformed(path: "d", reason: reason)) { try DiskStats(parsing: text, path: "d") }
  }

  @Test func `lines of old kernels' partitions are passed over, and an empty file has no disks`() throws {
    #expect(try DiskStats(parsing: "8 1 sda1 1 2 3 4\n", path: "d").disks.isEmpty)
    #expect(try DiskStats(parsing: "", path: "d").disks.isEmpty)
  }

  @Test func `without the file it is unavailable, which is not nothing`() throws {
    let tree = try TemporaryTree(["stat": "btime 1\n"])
    defer { tree.remove() }
    let root = try ProcRoot(procfs: tree.path)
    #expect(throws: ProcError.unavailable(path: "\(tree.path)/diskstats", errno: 2)) { try DiskStats(root) }
  }
}
