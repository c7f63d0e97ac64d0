import CalcmonTesting
import Glibc
import Procfs
import Testing

@Suite struct WaitChannelTests {
  @Test(
    arguments: [
      ("ep_poll", "ep_poll"), ("hrtimer_nanosleep\n", "hrtimer_nanosleep"), ("0", nil), ("0\n", nil), ("", nil), ("\r\n", nil),
      ("0x", "0x"), (String(repeating: "a", count: 1000), String(repeating: "a", count: 64)),
      (String(repeating: "e\u{301}", count: 1000), String(repeating: "e\u{301}", count: 32)),
    ] as [(String, String?)])
  func `the name is read, cut at 64; 0 is none`(_ text: String, _ name: String?) {
    #expect(WaitChannel(parsing: text).name == name)
  }

  @Test func `a thread waits for the disk at the first moment and runs at the second`() throws {
    #expect(try WaitChannel(Machine("kernel-6.1-cgroup-v2", 1).proc, pid: "701", thread: 702).name == "folio_wait_bit_common")
    #expect(try WaitChannel(Machine("kernel-6.1-cgroup-v2", 2).proc, pid: "701", thread: 702).name == nil)
    #expect(try WaitChannel(Machine("kernel-6.18-cgroup-v1", 1).proc, pid: "11616", thread: 11660).name == "hrtimer_nanosleep")
  }

  @Test func `without the file a thread that is there is unavailable, and one that is not is gone`() throws {
    let proc = try Machine("kernel-3.10-cgroup-v1", 1).proc
    #expect(throws: ProcError.unavailable(path: "\(proc.path)/901/task/901/wchan", errno: ENOENT)) {
      try WaitChannel(proc, pid: "901", thread: 901)
    }
    #expect(throws: ProcError.gone(path: "\(proc.path)/901/task/5/wchan")) { try WaitChannel(proc, pid: "901", thread: 5) }
  }

  @Test func `a directory in place of the file is unavailable`() throws {
    let tree = try TemporaryTree(["stat": "", "7/task/7/stat": "", "7/task/7/wchan/": ""])
    defer { tree.remove() }
    #expect(throws: ProcError.unavailable(path: "\(tree.path)/7/task/7/wchan", errno: EISDIR)) {
      try WaitChannel(ProcRoot(procfs: tree.path), pid: "7", thread: 7)
    }
  }
}
