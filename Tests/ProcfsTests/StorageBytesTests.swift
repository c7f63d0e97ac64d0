import CalcmonTesting
import Glibc
import Procfs
import Testing

@Suite struct StorageBytesTests {
  private static func read(_ files: [String: String], _ pids: [Int32]) throws -> StorageBytes {
    let tree = try TemporaryTree(files.merging(["stat": "btime 1\n"]) { first, _ in first })
    defer { tree.remove() }
    return StorageBytes(try ProcRoot(procfs: tree.path), pids: pids)
  }

  @Test func `what was read and written is added up, what was cancelled is not taken for it`() throws {
    let text = "rchar: 9\nwchar: 9\nsyscr: 9\nsyscw: 9\nread_bytes: 4096\nwrite_bytes: 8192\ncancelled_write_bytes: 77\n"
    let found = try Self.read(["7/io": text], [7, 8])
    #expect(found.bytes == [7: 12288])
    #expect(found.denied == 0)
  }

  @Test(arguments: ["", "read_bytes: 1\n", "read_bytes: x\nwrite_bytes: 1\n", "read_bytes: -1\nwrite_bytes: 1\n"])
  func `another text counts nothing`(_ text: String) throws {
    #expect(try Self.read(["7/io": text, "8/io": "read_bytes: 1\nwrite_bytes: 1\n"], [7, 8]).bytes == [8: 2])
  }

  @Test func `a kernel that does not count it is no zero`() throws {
    let found = try Self.read([:], [7, 8])
    #expect(found.bytes.isEmpty)
    #expect(found.denied == 2)
  }

  @Test func `it says of a real process what the other reader says`() throws {
    let root = try ProcRoot(procfs: "/proc")
    let io = try ProcessIO(root, pid: "self")
    let sum = try #require(StorageBytes(root, pids: [getpid()]).bytes[getpid()])
    #expect(sum >= io.storageReadBytes &+ io.storageWrittenBytes)
  }
}
