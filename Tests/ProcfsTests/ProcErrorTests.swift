import Glibc
import Procfs
import Testing

@Suite struct ProcErrorTests {
  @Test(
    arguments: [
      (.gone(path: "/proc/7/stat"), "/proc/7/stat: no such file or process"),
      (.unavailable(path: "/proc/7/smaps_rollup", errno: EACCES), "/proc/7/smaps_rollup: Permission denied"),
      (.malformed(path: "/proc/stat", reason: "no line 'btime'"), "/proc/stat: no line 'btime'"),
    ] as [(ProcError, String)])
  func `each error is one line that names the file`(_ error: ProcError, _ text: String) {
    #expect(error.description == text)
  }
}
