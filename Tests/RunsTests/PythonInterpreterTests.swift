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
    await expect(.notFound, searchPath: "/nonexistent")
    #expect(PythonUnavailable.notFound.description == "there is no python3 on the PATH; 3.11 or later is needed")
  }

  @Test(arguments: ["exit 0", "exit 1", "echo 3.12", "kill -9 $$", "printf 'calcmon-python\\tx\\ty\\n'"])
  func `One that does not answer is not Python`(body: String) async throws {
    let directory = try TemporaryDirectory()
    let path = try script(body, in: directory)
    await expect(.noAnswer(path: path), searchPath: directory.path)
  }

  @Test func `One that is too old is named with its version`() async throws {
    let directory = try TemporaryDirectory()
    let path = try script("printf 'calcmon-python\\t3\\t9\\tCPython\\t3.9.2\\t/usr/bin/python3.9\\n'", in: directory)
    await expect(.tooOld(path: path, version: "3.9.2"), searchPath: directory.path)
    #expect(
      PythonUnavailable.tooOld(path: "/x/python3", version: "3.9.2").description
        == "/x/python3 is Python 3.9.2; 3.11 or later is needed")
  }

  @Test func `One that cannot be executed is named with the kernel's reason`() async throws {
    await expect(.cannotStart(path: "/nonexistent/python3", reason: "No such file or directory"), at: "/nonexistent/python3")
    await expect(.cannotStart(path: "/etc/passwd", reason: "Permission denied"), at: "/etc/passwd")
  }

  @Test(arguments: ["exec sleep 1000", "exec yes", "sleep 1000 & wait"])
  func `One that hangs or floods is given five seconds`(body: String) async throws {
    let directory = try TemporaryDirectory()
    let path = try script(body, in: directory)
    let time = ManualTime()
    async let outcome: Void = expect(.noAnswer(path: path), searchPath: directory.path, time: time)
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
    _ reason: PythonUnavailable, at path: String? = nil, searchPath: String = "", time: any TimeSource = ManualTime()
  ) async {
    await #expect(throws: reason) { try await find(at: path, searchPath: searchPath, time: time) }
  }
}
