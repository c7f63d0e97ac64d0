import CalcmonTesting
import Foundation
import Processes
import Testing

@Suite(.timeLimit(.minutes(2))) struct SpawnerTests {
  @Test func `An exit status and the CPU time come back`() async throws {
    let exit = try await run("exit 7")
    #expect(exit.status == .exited(7))
    #expect(exit.cpu.totalSeconds >= 0)
  }

  @Test func `A signal is told apart from a status`() async throws {
    #expect(try await run("kill -9 $$").status == .signalled(9))
  }

  @Test func `A program that is not there is an error that names it`() async throws {
    let spawner = Spawner(waiters: 1)
    let null = try Descriptors.null()
    let error = await #expect(throws: SpawnError.self) {
      try await spawner.start(
        Command(executable: "/nonexistent/program", arguments: []), input: null, output: null, error: null, newGroup: true)
    }
    #expect(error?.description == "cannot start /nonexistent/program: No such file or directory")
    await spawner.shutDown()
  }

  @Test func `A script whose interpreter is not there is told apart from one that is not there`() async throws {
    let directory = try TemporaryDirectory()
    let script = directory.file("script")
    try "#!/usr/bin/nosuch\r\n".write(toFile: script, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script)
    let spawner = Spawner(waiters: 1)
    let null = try Descriptors.null()
    let error = await #expect(throws: SpawnError.self) {
      try await spawner.start(Command(executable: script, arguments: []), input: null, output: null, error: null, newGroup: true)
    }
    #expect(
      error?.description == "cannot start \(script): the interpreter that its first line names, or its loader, is not there")
    await spawner.shutDown()
  }

  @Test func `The child inherits its three descriptors and no other`() async throws {
    let inherited = try Descriptors.pipe()
    let output = try await read("ls /proc/$$/fd", spareDescriptor: inherited.reading)
    close(inherited.reading)
    close(inherited.writing)
    let descriptors: Set<Substring> = Set(output.split(separator: "\n"))
    #expect(descriptors == ["0", "1", "2"])
  }

  @Test func `A program that cannot be started leaves no zombie`() async throws {
    let spawner = Spawner(waiters: 1)
    let null = { try Descriptors.null() }
    await #expect(throws: SpawnError.self) {
      try await spawner.start(
        Command(executable: "/nonexistent", arguments: []), input: null(), output: null(), error: null(), newGroup: false)
    }
    // It would still have the name of the thread that it came from, which no child that was started has.
    for thread in try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task") {
      let read = { (file: String) in (try? String(contentsOfFile: "/proc/\(file)", encoding: .utf8)) ?? "" }
      let name = read("self/task/\(thread)/comm").trimmingCharacters(in: .newlines)
      for child in read("self/task/\(thread)/children").split(separator: " ") {
        #expect(!read("\(child)/stat").contains("(\(name)) Z"))
      }
    }
    await spawner.shutDown()
  }

  @Test func `Signals that are ignored here are not ignored in the child`() async throws {
    signal(SIGPIPE, SIG_IGN)
    let output = try await read("grep SigIgn /proc/$$/status | cut -f 2", spareDescriptor: nil)
    let ignored = try #require(UInt64(output.trimmingCharacters(in: .whitespacesAndNewlines), radix: 16))
    #expect(ignored & 1 << (UInt64(SIGPIPE) - 1) == 0)
  }

  @Test func `What a child leaves behind in its group is ended when it is reaped`() async throws {
    let pipe = try Descriptors.pipe()
    let spawner = Spawner(waiters: 1)
    let null = try Descriptors.null()
    let child = try await spawner.start(
      shell("sleep 1000 & echo $!"), input: null, output: pipe.writing, error: try Descriptors.null(), newGroup: true)
    let pid = try #require(Int32(try await readAll(pipe.reading, lines: 1).trimmingCharacters(in: .whitespacesAndNewlines)))
    try await spawner.waitForEnd(of: child)
    _ = spawner.reap(child)
    // The pipe's other end is held by the sleeper alone: its end is the end of the pipe.
    #expect(try await readAll(pipe.reading, lines: nil) == "")
    // It has closed its files, and is about to be gone.
    try await Poll.until("the sleeper is gone") { kill(pid, 0) != 0 || isZombie(pid) }
    close(pipe.reading)
    await spawner.shutDown()
  }

  @Test func `A child dies with the thread that started it`() async throws {
    let pipe = try Descriptors.pipe()
    let spawner = Spawner(waiters: 1)
    let child = try await spawner.start(
      shell("exec sleep 1000"), input: try Descriptors.null(), output: pipe.writing, error: try Descriptors.null(),
      newGroup: true)
    async let ended: Void = spawner.waitForEnd(of: child)
    await spawner.endStartingThread()
    try await ended
    #expect(spawner.reap(child).status == .signalled(SIGKILL))
    close(pipe.reading)
    await spawner.shutDown()
  }

  // MARK: Support

  private func shell(_ script: String) -> Command { Command(executable: "/bin/sh", arguments: ["-c", script]) }

  private func run(_ script: String) async throws -> ChildExit {
    let spawner = Spawner(waiters: 1)
    let null = try Descriptors.null()
    let child = try await spawner.start(shell(script), input: null, output: null, error: null, newGroup: true)
    try await spawner.waitForEnd(of: child)
    let exit = spawner.reap(child)
    await spawner.shutDown()
    return exit
  }

  private func read(_ script: String, spareDescriptor: Int32?) async throws -> String {
    let pipe = try Descriptors.pipe()
    if let spareDescriptor { _ = fcntl(spareDescriptor, F_SETFD, 0) }
    let spawner = Spawner(waiters: 1)
    let null = try Descriptors.null()
    let child = try await spawner.start(shell(script), input: null, output: pipe.writing, error: 2, newGroup: true)
    try await spawner.waitForEnd(of: child)
    _ = spawner.reap(child)
    await spawner.shutDown()
    defer { close(pipe.reading) }
    return try await readAll(pipe.reading, lines: nil)
  }

  private func readAll(_ descriptor: Int32, lines: Int?) async throws -> String {
    try await offThePool { Self.readBlocking(descriptor, lines: lines) }
  }

  private static func readBlocking(_ descriptor: Int32, lines: Int?) -> String {
    var bytes: [UInt8] = []
    var byte: UInt8 = 0
    while Foundation.read(descriptor, &byte, 1) == 1 {
      bytes.append(byte)
      if let lines, bytes.count(where: { $0 == UInt8(ascii: "\n") }) == lines { break }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func isZombie(_ pid: Int32) -> Bool {
    (try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8))?.contains(") Z ") ?? true
  }
}
