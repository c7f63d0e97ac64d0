import CalcmonTesting
import ManualClock
import Foundation
import NIOPosix
import Procfs
import Processes
import Runs
import Samples
import Sampling
import Scheduling
import Testing
import Workloads

/// Real children, good and bad: whatever they do gives a record, and none of their processes is left.
@Suite(.timeLimit(.minutes(2))) struct RunSupervisorTests {
  @Test(
    arguments: [
      ("exit 0", RunOutcome.failed, "ended with status 0 and without a result"),
      ("echo boom >&2; exit 3", .failed, "ended with status 3 and without a result (stderr: boom)"),
      ("kill -SEGV $$", .crashed, "ended by signal 11"),
      ("echo garbage; exec sleep 1000", .failed, "not a line of telemetry: 'garbage'"),
      ("printf '{\"v\":1,'", .failed, "telemetry ended in the middle of a line, after 7 bytes of it"),
      ("echo '{\"v\":2,\"type\":\"hello\"}'; exec sleep 1000", .failed, "telemetry of version 2; this calcmon speaks version 1"),
      ("printf '\\377\\376\\n'; exec sleep 1000", .failed, "not a line of telemetry: '\u{fffd}\u{fffd}'"),
      ("head -c 10485760 /dev/zero; exec sleep 1000", .failed, "a line of telemetry is longer than 1048576 bytes"),
      ("head -c 10485760 /dev/zero >&2; exit 5", .failed, nil),
      ("echo '{\"v\":1,\"type\":\"failed\",\"message\":\"no luck\"}'; exit 4", .failed, "no luck"),
      ("echo '{\"v\":1,\"type\":\"result\"}'; exec sleep 1000", .failed, nil),
    ] as [(String, RunOutcome, String?)])
  func `A bad child costs its run`(script: String, outcome: RunOutcome, reason: String?) async throws {
    let record = try await run(Command(executable: "/bin/sh", arguments: ["-c", script]))
    #expect(record.outcome == outcome)
    if let reason { #expect(record.reason == reason) }
    #expect(record.measurements == nil)
  }

  @Test func `A child that hangs is ended at its deadline, with all that it has started`() async throws {
    let directory = try TemporaryDirectory()
    let script =
      "sleep 1000 & echo $! > \(directory.file("pid")).new; mv \(directory.file("pid")).new \(directory.file("pid")); wait"
    let time = ManualTime()
    async let pending = run(Command(executable: "/bin/sh", arguments: ["-c", script]), time: time)
    let pid = try await pidWritten(to: directory.file("pid"))
    await time.untilSomebodySleeps(until: .seconds(30))
    time.advance(by: .seconds(30))
    let record = try await pending
    #expect(record.outcome == .timeout)
    #expect(record.reason == "still running at its deadline of 30 s")
    #expect(isGone(pid))
  }

  @Test func `A program of a step that leads a group of its own is ended with the run`() async throws {
    let directory = try TemporaryDirectory()
    let file = directory.file("pid")
    let script = "setsid sh -c 'sleep 1000 & echo $! > \(file).new; mv \(file).new \(file); wait' & wait"
    let task = Task { try await run(Command(executable: "/bin/sh", arguments: ["-c", script])) }
    let pid = try await pidWritten(to: file)
    task.cancel()
    _ = try await task.value
    try await Poll.until("process \(pid) is gone") { kill(pid, 0) != 0 }
  }

  @Test func `A grandchild that escaped and holds the pipe does not hold up the run`() async throws {
    let directory = try TemporaryDirectory()
    let file = directory.file("pid")
    let record = try await run(
      Command(
        executable: "/bin/sh",
        arguments: [
          "-c",
          "setsid sh -c 'echo $$ > \(file).new; mv \(file).new \(file); exec sleep 1000' & while [ ! -e \(file) ]; do :; done; exit 0",
        ]))
    #expect(record.outcome == .failed)
    let pid = try await pidWritten(to: file)
    kill(pid, SIGKILL)
  }

  @Test func `Cancelling ends the child and gives a record`() async throws {
    let directory = try TemporaryDirectory()
    let file = directory.file("pid")
    let task = Task {
      try await run(
        Command(executable: "/bin/sh", arguments: ["-c", "echo $$ > \(file).new; mv \(file).new \(file); exec sleep 1000"]))
    }
    let pid = try await pidWritten(to: file)
    task.cancel()
    let record = try await task.value
    #expect(record.outcome == .cancelled)
    #expect(isGone(pid))
  }

  @Test func `A child that cannot be started is a failed run that says why`() async throws {
    let record = try await run(Command(executable: "/nonexistent/child", arguments: []))
    #expect(record.outcome == .failed)
    #expect(record.reason == "cannot start /nonexistent/child: No such file or directory")
  }

  // MARK: Support

  private func run(
    _ command: Command, time: any TimeSource = ManualTime()
  ) async throws -> RunRecord {
    try await withSupervisor(command, time: time) { supervisor in
      let plan = RunPlan(.mixed, strategy: .async, runtime: .swift, cores: 2, operationsPerSecond: 1e8)
      return await supervisor.run(plan, cores: 2, deadline: .seconds(30)) { _ in }
    }
  }

  private func pidWritten(to file: String) async throws -> Int32 {
    try await Poll.until("the child tells its pid") { FileManager.default.fileExists(atPath: file) }
    let text = try String(contentsOfFile: file, encoding: .utf8)
    return try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
  }

  private func isGone(_ pid: Int32) -> Bool {
    guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8) else { return true }
    return stat.contains(") Z ")
  }
}
