import CalcmonTesting
import Foundation
import Outside
import Procfs
import Testing

/// Which processes can be watched from outside.
@Suite struct OutsideTargetTests {
  /// A procfs of one process.
  private static func tree(
    pid: Int = 4711, state: Character = "S", status: String = "Tgid:\t4711\nVmRSS:\t  2000 kB\nThreads:\t3\n"
  ) throws -> (TemporaryDirectory, ProcRoot) {
    let folder = try TemporaryDirectory()
    try FileManager.default.createDirectory(atPath: folder.file("\(pid)"), withIntermediateDirectories: false)
    let files = [
      "stat": "btime 1\n", "\(pid)/status": status, "\(pid)/cmdline": "/usr/bin/python3\0/srv/shop.py\09\0",
      "\(pid)/stat": "\(pid) (shop) \(state) 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 3 0 777 4096 100 0\n",
      "\(pid)/maps": "7f00-7f01 r-xp 00000000 fe:00 99   /usr/lib/libpython3.11.so.1.0\n7f02-7f03 rw-p 00000000 00:00 0\n",
    ]
    for (file, text) in files { try text.write(toFile: folder.file(file), atomically: false, encoding: .utf8) }
    return (folder, try ProcRoot(procfs: folder.path))
  }

  private static func refusal(_ pid: Int32, _ proc: ProcRoot, user: UInt32 = 0, own: Int32 = 99) -> String? {
    do throws(OutsideTarget.Refusal) {
      _ = try OutsideTarget(pid, in: proc, user: user, own: own)
      return nil
    } catch {
      return error.description
    }
  }

  @Test func `What is known of a process`() throws {
    let (folder, proc) = try Self.tree()
    let target = try OutsideTarget(4711, in: proc, user: 0, own: 99)
    #expect(target.command == ["/usr/bin/python3", "/srv/shop.py", "9"])
    #expect(target.subject.pid == 4711 && target.subject.startTicks == 777)
    #expect(target.runtime == OutsideRuntime(program: nil, maps: "/usr/bin/python3.11"))
    #expect(target.runtime.python == "3.11" && target.runtime.language == "python")
    #expect(folder.path.isEmpty == false)
  }

  @Test func `Each that cannot be watched is told in one line`() throws {
    let (_folder, proc) = try Self.tree()
    #expect(Self.refusal(99, proc) == "cannot watch 99: that is this command itself")
    #expect(Self.refusal(1, proc)?.contains("the first process") == true)
    #expect(Self.refusal(5, proc) == "cannot watch 5: there is no such process")
    #expect(Self.refusal(4711, proc, user: 12345)?.hasPrefix("cannot watch 4711: shop is a process of user ") == true)
    let (zombies, withZombie) = try Self.tree(state: "Z", status: "Tgid:\t4711\nThreads:\t1\n")
    #expect(Self.refusal(4711, withZombie)?.contains("a zombie") == true)
    let (kernels, withKernel) = try Self.tree(status: "Tgid:\t4711\nThreads:\t1\n")
    #expect(Self.refusal(4711, withKernel) == "cannot watch 4711: shop is a thread of the kernel")
    let (threads, withThread) = try Self.tree(status: "Tgid:\t4700\nVmRSS:\t  2000 kB\n")
    #expect(Self.refusal(4711, withThread) == "cannot watch 4711: that is a thread of process 4700; name 4700")
    withExtendedLifetime([_folder, zombies, kernels, threads]) {}
  }

  @Test(
    arguments: [
      ("/usr/bin/python3.11", "", "python", "3.11"), ("/opt/python3.14t", "", "python", "3.14"), ("/usr/bin/shopd", "", "", ""),
      ("/srv/app", "7f00-7f01 r-xp 0 fe:00 9    /lib/libpython3.12.so.1.0", "python", "3.12"),
      ("/srv/pypy3", "7f00-7f01 r-xp 0 fe:00 9    /lib/libpypy3.10-c.so", "python", ""), ("/bin/python3.x", "", "", ""),
      ("/bin/python3.99999", "", "", ""),
    ] as [(String, String, String, String)])
  func `The runtime is told by files`(program: String, maps: String, language: String, python: String) {
    let runtime = OutsideRuntime(program: program, maps: maps)
    #expect(runtime.language == language && runtime.python == python)
    #expect(runtime.canBeAttachedTo == (python == "3.14"))
  }

  @Test func `Tracepoints are read where tracefs is, and their absence has a reason`() throws {
    let folder = try TemporaryDirectory()
    let root = ProcRoot(tracefs: folder.path)
    do throws(Tracepoints.Unavailable) {
      _ = try Tracepoints(in: [root])
      Issue.record("there are none")
    } catch {
      #expect(error.description.contains("mount -t tracefs"))
    }
    for (index, name) in ["sys_enter_epoll_wait", "sys_exit_epoll_wait", "sys_enter_epoll_pwait"].enumerated() {
      let event = folder.file("events/syscalls/\(name)")
      try FileManager.default.createDirectory(atPath: event, withIntermediateDirectories: true)
      try "\(700 + index)\n".write(toFile: "\(event)/id", atomically: false, encoding: .utf8)
    }
    #expect(try Tracepoints(in: [root]).points == [700: .enters, 701: .leaves, 702: .enters])
    try "nonsense".write(toFile: folder.file("events/syscalls/sys_exit_epoll_wait/id"), atomically: false, encoding: .utf8)
    #expect(throws: Tracepoints.Unavailable.self) { try Tracepoints(in: [root]) }
  }
}
