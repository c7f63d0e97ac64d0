import CalcmonTesting
import Foundation
import Procfs
import Sampling
import Testing

@Suite struct DiskReaderTests {
  private static let stats = """
    8 0 sda 0 0 10 0 0 0 30 0 0 2000 0
    8 1 sda1 0 0 10 0 0 0 30 0 0 2000 0
    8 16 sdb 0 0 1 0 0 0 1 0 0 500 0

    """

  private static func io(_ bytes: Int) -> String {
    "rchar: 0\nwchar: 0\nsyscr: 0\nsyscw: 0\nread_bytes: 0\nwrite_bytes: \(bytes)\ncancelled_write_bytes: 0\n"
  }

  private static func read(_ place: DiskPlace, _ files: [String: String]) throws -> DiskReading? {
    let tree = try TemporaryTree(["stat": "btime 1\n"] + files)
    defer { tree.remove() }
    return try DiskReader(proc: ProcTrees(ProcRoot(procfs: tree.path)), place: place)?.read([7, 8])
  }

  private static let files = ["diskstats": stats, "7/io": io(4096), "7/stat": "", "self/io": io(100), "self/stat": ""]

  @Test func `the disk of the directory, with what the run and calcmon asked for; a process that is gone counts nothing`() throws
  {
    let reading = try Self.read(.device(major: 8, minor: 1), Self.files)
    #expect(
      reading
        == DiskReading(
          disks: ["sda": DiskReading.Counters(busySeconds: 2, bytes: 40 * 512)], isGuess: false, ownBytes: 4196))
  }

  @Test(arguments: [DiskPlace.someDisk, .device(major: 99, minor: 9)])
  func `all disks, if the kernel does not tell which one`(_ place: DiskPlace) throws {
    let reading = try #require(try Self.read(place, Self.files))
    #expect(Set(reading.disks.keys) == ["sda", "sdb"])
    #expect(reading.isGuess)
  }

  @Test func `a directory in memory has none`() throws {
    #expect(try Self.read(.elsewhere, Self.files) == nil)
    #expect(DiskPlace(of: "/proc") == .elsewhere)
    #expect(DiskPlace(of: "/no/such") == .elsewhere)
  }

  @Test func `without the file there is no figure, and no zero`() throws {
    #expect(throws: ProcError.self) { try Self.read(.someDisk, ["7/io": Self.io(1)]) }
  }

  @Test func `without the run's own part there is none`() throws {
    let reading = try #require(try Self.read(.someDisk, ["diskstats": Self.stats, "7/stat": "", "8/stat": "", "self/stat": ""]))
    #expect(reading.ownBytes == nil)
  }

  @Test func `the real disks are read, if there are any`() throws {
    let reader = try #require(DiskReader(proc: ProcTrees(ProcRoot(procfs: "/proc")), place: .someDisk))
    if let reading = try? reader.read([getpid()]) { #expect(reading.disks.values.allSatisfy { $0.busySeconds >= 0 }) }
  }
}
