import Glibc
import Procfs
import Testing

@Suite(.timeLimit(.minutes(1))) struct ProcRootPipeTests {
  @Test func `a named pipe without a writer does not block and is empty`() throws {
    let tree = try TemporaryTree(["stat": ""])
    defer { tree.remove() }
    #expect(mkfifo("\(tree.path)/pipe", 0o600) == 0)
    #expect(try ProcRoot(procfs: tree.path).read("pipe") == "")
  }

  @Test func `a named pipe with a silent writer does not block and is unavailable`() throws {
    let tree = try TemporaryTree(["stat": ""])
    defer { tree.remove() }
    #expect(mkfifo("\(tree.path)/pipe", 0o600) == 0)
    let writer = open("\(tree.path)/pipe", O_RDWR | O_CLOEXEC)
    defer { close(writer) }
    #expect(writer >= 0)
    let root = try ProcRoot(procfs: tree.path)
    #expect(throws: ProcError.unavailable(path: "\(tree.path)/pipe", errno: EAGAIN)) { try root.read("pipe") }
  }
}
