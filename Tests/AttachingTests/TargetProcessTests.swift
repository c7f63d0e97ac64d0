import Attaching
import CalcmonTesting
import Foundation
import Procfs
import Testing

@Suite struct TargetProcessTests {
  /// A procfs with one process.
  private static func tree(
    _ folder: TemporaryDirectory, state: String = "S", user: UInt32 = 1000, memory: String = "VmSize:\t20 kB\n",
    files: [String: String] = [:]
  ) throws -> ProcRoot {
    let stat = "4711 (my (app) S) \(state) 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 77 1000 10 0\n"
    let status = "Uid:\t\(user) \(user) \(user) \(user)\nGid:\t1 1 1 1\nNSpid:\t4711\t7\n\(memory)"
    let all = [
      "stat": "cpu 1\n", "4711/stat": stat, "4711/status": status, "4711/cmdline": "/usr/bin/python3.14\u{0}app.py\u{0}",
    ].merging(files) { $1 }
    for (file, text) in all {
      let path = folder.file(file)
      try FileManager.default.createDirectory(
        atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
      try text.write(toFile: path, atomically: true, encoding: .utf8)
    }
    return try ProcRoot(procfs: folder.path)
  }

  @Test func `a process has its words, its variables and its own pid`() throws {
    let folder = try TemporaryDirectory()
    let proc = try Self.tree(folder, files: ["4711/environ": "A=1\u{0}CALCMON_APP=my=shop\u{0}CALCMON_APPS=2\u{0}"])
    let process = try TargetProcess(pid: 4711, proc: proc)
    #expect(TargetProcess.line(process.command) == "python3.14 app.py")
    #expect(process.command(from: "python3.14") == ["/usr/bin/python3.14", "app.py"])
    #expect(process.command(from: "python3.15") == process.command)
    #expect(process.ownPid == 7)
    #expect(process.variable("CALCMON_APP") == "my=shop")
    #expect(process.variable("B") == nil)
    #expect(process.isThere)
    _ = try Self.tree(folder, state: "Z")
    #expect(!process.isThere)
  }

  @Test(arguments: [
    ("Z", "VmSize:\t1 kB\n", AttachError.zombie(4711)), ("X", "", .zombie(4711)), ("I", "", .kernelThread(4711)),
    ("T", "VmSize:\t1 kB\n", .stopped(4711)),
  ])
  func `what executes nothing is refused`(_ state: String, _ memory: String, _ error: AttachError) throws {
    let folder = try TemporaryDirectory()
    let proc = try Self.tree(folder, state: state, memory: memory)
    #expect(throws: error) { try TargetProcess(pid: 4711, proc: proc) }
  }

  @Test func `no process, and this one, are refused`() throws {
    #expect(throws: AttachError.noProcess(4_194_304)) { try TargetProcess(pid: 4_194_304, proc: .own) }
    #expect(throws: AttachError.ownProcess(getpid())) { try TargetProcess(pid: getpid(), proc: .own) }
  }

  static let rights: [(UInt32, UInt32, String?, String)] = [
    (
      1000, 0, nil,
      "root may not do it here (Permission denied); it needs the capability SYS_PTRACE, as in docker run --cap-add SYS_PTRACE"
    ),
    (1000, 1001, nil, "it belongs to user 1000, and this is user 1001; only that one and root may"),
    (1000, 1000, "1\n", "kernel.yama.ptrace_scope is 1, so only root may"),
    (1000, 1000, "3\n", "kernel.yama.ptrace_scope is 3, so no user may, root neither, until the next boot"),
  ]

  @Test(arguments: rights) func `it is said why a user may not look into it`(
    _ user: UInt32, _ own: UInt32, _ yama: String?, _ reason: String
  ) throws {
    let folder = try TemporaryDirectory()
    let proc = try Self.tree(folder, user: user, files: yama.map { ["sys/kernel/yama/ptrace_scope": $0] } ?? [:])
    #expect(TargetRights(try TargetProcess(pid: 4711, proc: proc), ownUser: own).reason(errno: EACCES) == reason)
  }

  @Test func `the folder for a script is seen by the process, cannot be written by others, and goes`() async throws {
    let sleeping = try await Program.start(["sleep", "60"])
    let process = try TargetProcess(pid: sleeping.pid, proc: .own)
    let view = TargetView(process)
    #expect(view.isShared)
    let folder = try AttachFolder(process, view)
    try folder.write("pass\n", to: "attach.py")
    #expect(throws: AttachError.self) { try folder.write("pass\n", to: "attach.py") }
    let mode = { (path: String) in try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int }
    #expect(try mode(folder.path) == 0o711)
    #expect(try mode(folder.script) == 0o644)
    #expect(try mode(folder.answer) == 0o600)
    #expect(folder.answered() == nil)
    let file = try FileHandle(forWritingTo: URL(filePath: folder.answer))
    try file.write(contentsOf: Data(#"{"state":"detached"}"#.utf8))
    #expect(folder.answered() == nil)
    try file.write(contentsOf: Data("\n".utf8))
    #expect(folder.answered()?.state == .detached)
    folder.remove()
    #expect(!FileManager.default.fileExists(atPath: folder.path))
    await sleeping.kill()
  }
}
