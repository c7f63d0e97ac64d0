import Foundation
import Glibc
import Procfs
import Testing

@Suite final class ProcRootReadingTests {
  private let tree: TemporaryTree
  private let root: ProcRoot

  init() throws {
    tree = try TemporaryTree(["stat": "btime 1\n"])
    root = try ProcRoot(procfs: tree.path)
  }

  deinit { tree.remove() }

  @Test(arguments: ["", "one line\n", "no line feed", "\r\n\0\t"])
  func `a file is read whole`(_ text: String) throws {
    try tree.write(Array(text.utf8), to: "7/file")
    #expect(try root.read("7/file") == text)
  }

  @Test func `a file of exactly the limit is read, one byte more is refused`() throws {
    let bytes = [UInt8](repeating: UInt8(ascii: "x"), count: ProcRoot.sizeLimit)
    try tree.write(bytes, to: "large")
    try tree.write(bytes + [0], to: "larger")
    #expect(try root.read("large").utf8.count == ProcRoot.sizeLimit)
    #expect(throws: ProcError.malformed(path: "\(tree.path)/larger", reason: "longer than 16777216 bytes")) {
      try root.read("larger")
    }
  }

  @Test func `an endless file is refused`() {
    let dev = ProcRoot(cgroupfs: "/dev")
    #expect(throws: ProcError.malformed(path: "/dev/zero", reason: "longer than 16777216 bytes")) { try dev.read("zero") }
  }

  @Test func `bytes that are not UTF-8 become replacement characters`() throws {
    try tree.write([0x61, 0xFF, 0x62], to: "file")
    #expect(try root.read("file") == "a\u{FFFD}b")
  }

  @Test func `a missing file is gone, and so is a file of a missing process`() {
    #expect(throws: ProcError.gone(path: "\(tree.path)/7/stat")) { try root.read("7/stat") }
    #expect(throws: ProcError.gone(path: "\(tree.path)/missing")) { try root.read("missing") }
  }

  @Test func `a directory instead of a file is unavailable`() throws {
    try tree.write([], to: "7/stat/")
    #expect(throws: ProcError.unavailable(path: "\(tree.path)/7/stat", errno: EISDIR)) { try root.read("7/stat") }
  }

  @Test func `reading leaves no descriptor open, whether it succeeds or fails`() throws {
    try tree.write([UInt8](repeating: 0, count: ProcRoot.sizeLimit + 1), to: "larger")
    try tree.write([], to: "folder/")
    for file in ["stat", "larger", "folder"] { _ = try? root.read(file) }
    _ = try root.list("folder")
    let open = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
    let targets = open.compactMap { try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)") }
    #expect(!targets.isEmpty)
    // Only those of this test's own files: other tests run meanwhile.
    #expect(targets.filter { $0.hasPrefix(tree.path) } == [])
  }
}
