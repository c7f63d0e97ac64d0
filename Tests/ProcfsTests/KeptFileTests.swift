import CalcmonTesting
import Foundation
import Glibc
import Procfs
import Testing

@Suite(.timeLimit(.minutes(1))) struct KeptFileTests {
  private static func read(_ file: KeptFile, limit: Int = 256) -> String? {
    var bytes = [UInt8](repeating: 0, count: limit)
    guard let count = bytes.withUnsafeMutableBytes({ file.read(into: $0) }) else { return nil }
    return String(decoding: bytes[..<count], as: UTF8.self)
  }

  @Test func `each reading has the content of its moment`() throws {
    let tree = try TemporaryTree(["stat": "first\n"])
    defer { tree.remove() }
    let file = try KeptFile(ProcRoot(procfs: tree.path), "stat")
    #expect(Self.read(file) == "first\n")
    let handle = try FileHandle(forWritingTo: URL(filePath: "\(tree.path)/stat"))
    try handle.write(contentsOf: Data("second, longer\n".utf8))
    try handle.close()
    #expect(Self.read(file) == "second, longer\n")
    #expect(Self.read(file) == "second, longer\n")
  }

  @Test func `a thread sees its own running time grow`() throws {
    let file = try KeptFile(ProcRoot(procfs: "/proc"), "thread-self/schedstat")
    let first = try Schedstat(parsing: try #require(Self.read(file)), path: "schedstat")
    var now = first
    // The kernel brings the figure up to date at its tick or when the thread is switched: some milliseconds of work do.
    while now.runNanoseconds == first.runNanoseconds {
      now = try Schedstat(parsing: try #require(Self.read(file)), path: "schedstat")
    }
    #expect(now.runNanoseconds > first.runNanoseconds)
  }

  @Test func `a small buffer gets the beginning`() throws {
    let tree = try TemporaryTree(["stat": "0123456789"])
    defer { tree.remove() }
    let file = try KeptFile(ProcRoot(procfs: tree.path), "stat")
    #expect(Self.read(file, limit: 4) == "0123")
    #expect(Self.read(file, limit: 4) == "0123")
    #expect(Self.read(file, limit: 0) == "")
  }

  @Test func `the file of a process that has ended gives nothing`() async throws {
    let child = try await Program.start(["cat"], input: .pipe)
    let file = try KeptFile(ProcRoot(procfs: "/proc"), "\(child.pid)/stat")
    #expect(Self.read(file)?.isEmpty == false)
    try child.input?.close()
    await child.waitForEnd()
    #expect(Self.read(file) == nil)
  }

  @Test func `a missing file is gone, a directory and a named pipe give nothing and do not block`() throws {
    let tree = try TemporaryTree(["stat": "", "folder/": ""])
    defer { tree.remove() }
    let root = try ProcRoot(procfs: tree.path)
    #expect(mkfifo("\(tree.path)/pipe", 0o600) == 0)
    #expect(throws: ProcError.gone(path: "\(tree.path)/missing")) { try KeptFile(root, "missing") }
    #expect(Self.read(try KeptFile(root, "folder")) == nil)
    #expect(Self.read(try KeptFile(root, "pipe")) == nil)
  }

  @Test func `the descriptor is closed with the last reference`() throws {
    let tree = try TemporaryTree(["stat": ""])
    defer { tree.remove() }
    for _ in 0..<2000 { _ = try KeptFile(ProcRoot(procfs: tree.path), "stat") }
    let open = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
    let targets = open.compactMap { try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)") }
    #expect(targets.filter { $0.hasPrefix(tree.path) } == [])
  }
}
