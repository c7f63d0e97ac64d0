import CalcmonTesting
import ManualClock
import Foundation
import NIOPosix
import Processes
import Runs
import Scheduling
import Testing

/// Whatever calls itself python3: it is used, or there is one sentence that says why not.
@Suite(.timeLimit(.minutes(2))) struct PythonInterpreterTests {
  @Test func `The first python3 on the search path is used, under its real path`() async throws {
    let directory = try TemporaryDirectory()
    let real = try Tool.find("/usr/bin/python3")
    try script("exec \(real) \"$@\"", in: directory)
    let found = try await find(searchPath: "/nonexistent:\(directory.path)")
    #expect(found.version.hasPrefix("CPython 3."))
    #expect(found.executable.hasPrefix("/usr/bin/python3"))
  }

  @Test func `A banner before the answer does no harm`() async throws {
    let directory = try TemporaryDirectory()
    try script("echo Welcome; echo; echo; exec /usr/bin/python3 \"$@\"", in: directory)
    #expect(try await find(searchPath: directory.path).version.hasPrefix("CPython 3."))
  }

  @Test func `Without any there is a sentence`() async throws {
    await expect("there is no python3 on the PATH; 3.11 or later is needed", searchPath: "/nonexistent")
    await expect("there is no python9 on the PATH; 3.11 or later is needed", at: "python9", searchPath: "/usr/bin")
    await expect("the name of the Python is empty", at: "", searchPath: "/usr/bin")
  }

  @Test(
    arguments: [
      ("exit 0", "ended with status 0 and did not say which Python it is"),
      ("exit 1", "ended with status 1 and did not say which Python it is"),
      ("echo 3.12", "ended with status 0 and did not say which Python it is"),
      ("kill -9 $$", "was ended by signal 9 and did not say which Python it is"),
      ("printf 'calcmon-python\\tx\\ty\\n'", "ended with status 0 and did not say which Python it is"),
      (
        "echo; echo 'pyenv: python3: command not found' >&2; exit 127",
        "ended with status 127 (stderr: pyenv: python3: command not found)"
      ),
    ] as [(String, String)])
  func `One that does not answer is told with its end and its last word`(body: String, end: String) async throws {
    let directory = try TemporaryDirectory()
    let path = try script(body, in: directory)
    await expect("\(path) \(end)", searchPath: directory.path)
  }

  @Test(arguments: ["exit 127", "echo 3.12", "exec /usr/bin/nosuch", "printf 'calcmon-python\\t3\\t9\\tCPython\\t3.9.2\\tx\\n'"])
  func `The next one on the search path is used if the first does not work`(body: String) async throws {
    let directory = try TemporaryDirectory()
    try script(body, in: directory)
    #expect(try await find(searchPath: "\(directory.path)::/usr/bin").version.hasPrefix("CPython 3."))
  }

  @Test func `What is no program is passed over, and if none works each is named with its reason`() async throws {
    let (folder, data, garbage, old) = try (
      TemporaryDirectory(), TemporaryDirectory(), TemporaryDirectory(), TemporaryDirectory()
    )
    try FileManager.default.createDirectory(atPath: folder.file("python3"), withIntermediateDirectories: false)
    try "x".write(toFile: data.file("python3"), atomically: true, encoding: .utf8)
    try Data([0x7f, 0x45, 0x4c, 0x46, 0]).write(to: URL(fileURLWithPath: garbage.file("python3")))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: garbage.file("python3"))
    try script("printf 'calcmon-python\\t3\\t9\\tCPython\\t3.9.2\\tx\\n'", in: old)
    let dangling = try TemporaryDirectory()
    try FileManager.default.createSymbolicLink(atPath: dangling.file("python3"), withDestinationPath: "/nonexistent")
    let folders = [folder, data, garbage, old, dangling].map(\.path)
    let searchPath = folders.joined(separator: ":")
    #expect(try await find(searchPath: searchPath + ":/usr/bin").version.hasPrefix("CPython 3."))
    await expect(
      "\(folders[0])/python3 is a folder; \(folders[1])/python3 is not executable; cannot start \(folders[2])/python3: Exec format error; "
        + "\(folders[3])/python3 is Python 3.9.2; cannot start \(folders[4])/python3: No such file or directory; 3.11 or later is needed",
      searchPath: searchPath + ":" + folders[0])
  }

  @Test func `A name is looked for on the search path, a path is taken as it is`() async throws {
    let directory = try TemporaryDirectory()
    let path = try script("exec /usr/bin/python3 \"$@\"", in: directory)
    #expect(try await find(at: "python3", searchPath: directory.path).version.hasPrefix("CPython 3."))
    #expect(try await find(at: path, searchPath: "").version.hasPrefix("CPython 3."))
    await expect("cannot start ./python3: No such file or directory", at: "./python3", searchPath: directory.path)
    await expect("/usr/bin is a folder", at: "/usr/bin")
    await expect("/etc/passwd is not executable", at: "/etc/passwd")
  }

  @Test func `One that does not know the options is asked how old it is`() async throws {
    let directory = try TemporaryDirectory()
    let two =
      "[ \"$1\" = -I ] && { echo 'Unknown option: -I' >&2; exit 2; }; printf 'calcmon-python\\t2\\t7\\tCPython\\t2.7.18\\t\\n'"
    let path = try script(two, in: directory)
    await expect("\(path) is Python 2.7.18; 3.11 or later is needed", searchPath: directory.path)
  }

  @Test(arguments: ["exec sleep 1000", "exec yes", "sleep 1000 & wait"])
  func `One that hangs or floods is given five seconds`(body: String) async throws {
    let directory = try TemporaryDirectory()
    let path = try script(body, in: directory)
    let time = ManualTime()
    async let outcome: Void = expect("\(path) did not answer within 5 s", searchPath: directory.path, time: time)
    await time.untilSomebodySleeps(until: .seconds(5))
    time.advance(by: .seconds(5))
    await outcome
  }

  @discardableResult
  private func script(_ body: String, in directory: TemporaryDirectory) throws -> String {
    let path = directory.file("python3")
    try "#!/bin/sh\n\(body)\n".write(toFile: path, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    return path
  }

  private func find(
    at path: String? = nil, searchPath: String = "", time: any TimeSource = ManualTime()
  ) async throws(PythonUnavailable) -> PythonInterpreter {
    let spawner = Spawner(waiters: 1)
    let loop = MultiThreadedEventLoopGroup.singleton.next()
    do {
      let found = try await PythonInterpreter.find(at: path, searchPath: searchPath, spawner: spawner, time: time, loop: loop)
      await spawner.shutDown()
      return found
    } catch {
      await spawner.shutDown()
      throw error
    }
  }

  private func expect(
    _ reason: String, at path: String? = nil, searchPath: String = "", time: any TimeSource = ManualTime()
  ) async {
    let error = await #expect(throws: PythonUnavailable.self) { try await find(at: path, searchPath: searchPath, time: time) }
    #expect(error?.description == reason)
  }
}
