import CalcmonTesting
import Glibc
import Processes
import Testing

/// Folders that a process makes for itself, and removes.
@Suite struct TemporaryFolderTests {
  @Test func `It is its owner's alone, and has a name of its own`() throws {
    let parent = try TemporaryDirectory()
    let (one, other) = (
      try TemporaryFolder(in: parent.path, named: "probe"), try TemporaryFolder(in: parent.path, named: "probe")
    )
    var status = stat()
    #expect(stat(one.path, &status) == 0)
    #expect(status.st_mode & 0o7777 == 0o700)
    #expect(one.path.hasPrefix("\(parent.path)/probe-"))
    #expect(one.path != other.path)
  }

  @Test func `It is removed with all that is in it, whatever its name, and nothing that links lead to`() throws {
    let parent = try TemporaryDirectory()
    let folder = try TemporaryFolder(in: parent.path)
    let kept = parent.file("kept")
    #expect(mkdir(kept, 0o700) == 0)
    #expect(mkdir("\(kept)/inner", 0o700) == 0)
    #expect(symlink(kept, folder.file("link")) == 0)
    #expect(mkdir(folder.file("a"), 0o700) == 0)
    #expect(mkdir(folder.file("a/b"), 0o700) == 0)
    let odd = Array(folder.path.utf8CString.dropLast()) + [47, -1, 0]
    for name in [odd, Array(folder.file("a/b/c").utf8CString)] {
      let file = open(name, O_WRONLY | O_CREAT, 0o600)
      #expect(file >= 0)
      close(file)
    }
    folder.remove()
    #expect(access(folder.path, F_OK) != 0)
    #expect(access("\(kept)/inner", F_OK) == 0)
    // Once more is no harm.
    folder.remove()
  }

  @Test func `Where none can be made it says where and why`() {
    let error = #expect(throws: TemporaryFolderError.self) { try TemporaryFolder(in: "/nonexistent") }
    #expect(error?.errno == ENOENT)
    #expect(
      error?.description == "cannot make a folder in /nonexistent: No such file or directory; TMPDIR can name another place")
  }
}
