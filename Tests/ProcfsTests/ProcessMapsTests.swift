import CalcmonTesting
import Procfs
import Testing

@Suite struct ProcessMapsTests {
  @Test func `files are told with their place, their rights and their whole path`() throws {
    let text = """
      00400000-0040b000 r-xp 00001000 fe:00 1835014                    /opt/my shop/python3.14
      7f12a000-7f12b000 rw-p 00000000 00:00 0
      7f12b000-7f12c000 rw-p 0000a000 fe:00 1835015                    /usr/lib/libpython3.14.so.1.0 (deleted)
      7ffd0000-7ffd1000 rw-p 00000000 00:00 0                          [stack]

      """
    let regions = try ProcessMaps(parsing: text, path: "maps").regions
    #expect(regions.map(\.path) == ["/opt/my shop/python3.14", "", "/usr/lib/libpython3.14.so.1.0", "[stack]"])
    #expect(regions.map(\.isDeleted) == [false, false, true, false])
    #expect(regions.map(\.isWritable) == [false, true, true, true])
    #expect(regions.map(\.inode) == [1_835_014, 0, 1_835_015, 0])
    #expect((regions[0].start, regions[0].end, regions[0].offset) == (0x400000, 0x40b000, 0x1000))
  }

  @Test(arguments: [
    "x", "1-2 r--p 0 00:00", "2-1 r--p 0 00:00 0", "1-2 r 0 00:00 0", "1-2-3 r--p 0 00:00 0", "g-h r--p 0 00:00 0",
    "1-2 r--p 0 00:00 x",
  ])
  func `a line that is no mapping is refused`(_ line: String) {
    #expect(throws: ProcError.self) { try ProcessMaps(parsing: "1-2 r--p 0 00:00 0\n\(line)\n", path: "maps") }
  }

  @Test func `a process without memory has no regions`() throws {
    #expect(try ProcessMaps(parsing: "", path: "maps").regions.isEmpty)
    #expect(try ProcessMaps(.own, pid: "self").regions.contains { $0.path == "[stack]" })
  }
}
