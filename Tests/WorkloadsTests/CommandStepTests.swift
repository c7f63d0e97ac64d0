import CalcmonTesting
import Foundation
import Samples
import Telemetry
import Testing
import Workloads

/// Steps that run a program, in the runtime `swift`.
@Suite(.timeLimit(.minutes(3))) struct CommandStepTests {
  @Test(arguments: [Strategy.sync, .threads, .async])
  func `Every strategy runs the program with its arguments as they are`(strategy: Strategy) async throws {
    let folder = try TemporaryDirectory()
    let script = #"test "$1" = "a  b; c" && ! read line && echo x >> "$2""#
    let outcome = try await run(mix("sh", "-c", script, "sh", "a  b; c", folder.file("done"), items: 20), strategy)
    #expect(outcome.result.itemsOk == 20, "\(outcome.result.firstError ?? "")")
    #expect(outcome.histograms[.ioStepDuration]?.count == 20)
    #expect(try String(contentsOfFile: folder.file("done"), encoding: .utf8).count { $0 == "x" } >= 20)
  }

  @Test(
    arguments: [Strategy.threads, .async],
    [
      (["sh", "-c", "echo out of luck >&2; exit 3"], "sh ended with status 3: out of luck"),
      (["sh", "-c", "echo nothing; exit 3"], "sh ended with status 3"),
      (["sh", "-c", "kill -9 $$"], "sh was ended by signal 9"),
      (["no-such-program"], "cannot start no-such-program: there is no such program on the PATH"),
      (["/etc/passwd"], "cannot start /etc/passwd: Permission denied"),
      (["sh", "-c", "head -c 5000000 /dev/zero; head -c 5000000 /dev/zero >&2; echo; echo the end >&2; exit 1"], nil),
    ] as [([String], String?)])
  func `A program that fails is a failed item, and the end of what the first said is told`(
    strategy: Strategy, bad: (command: [String], said: String?)
  ) async throws {
    let result = try await run(mix(bad.command, items: 4), strategy).result
    #expect(result.itemsFailed == 4)
    let said = try #require(result.firstError)
    if let expected = bad.said { #expect(said == expected) } else { #expect(said.hasSuffix("the end") && said.count < 2000) }
  }

  @Test(arguments: [Strategy.threads, .async])
  func `A program that hangs is killed at the timeout, with what it has started`(strategy: Strategy) async throws {
    let folder = try TemporaryDirectory()
    var mix = mix("sh", "-c", "sleep 1000 & echo $! >> \(folder.file("pids")); wait", items: 3)
    mix.timeoutSeconds = 0.5
    #expect(try await run(mix, strategy).result.itemsTimeout == 3)
    try await expectEnded(folder.file("pids"), least: 1)
  }

  @Test(arguments: [Strategy.threads, .async])
  func `What a program leaves running is not waited for, and ended`(strategy: Strategy) async throws {
    let folder = try TemporaryDirectory()
    let mix = mix("sh", "-c", "sleep 1000 & echo $! >> \(folder.file("pids"))", items: 3)
    #expect(try await run(mix, strategy).result.itemsOk == 3)
    try await expectEnded(folder.file("pids"), least: 3)
  }

  @Test func `The child measures what a step takes, and tells what it fails with`() async throws {
    let slept = try await measured(["sleep", "0.02"])
    #expect(slept.count >= 3 && slept.failures == 0)
    #expect(slept.seconds >= 0.02 && slept.wallSeconds >= slept.seconds)
    let failed = try await measured(["sh", "-c", "echo no >&2; exit 1"])
    #expect(failed.failures == failed.count)
    #expect(failed.firstError == "sh ended with status 1: no")
  }

  // MARK: Support

  private func mix(_ command: String..., items: Int) -> Mix { mix(command, items: items) }

  private func mix(_ command: [String], items: Int) -> Mix {
    Mix(name: "x", kind: .io, arrivals: .batch(items: items), io: Mix.IOStep(.command(command)), concurrency: 4)
  }

  /// What a child says of a step that it measures.
  private func measured(_ command: [String]) async throws -> StepMeasurement {
    let words = String(decoding: try JSONEncoder().encode(command), as: UTF8.self)
    let line =
      #"{"measure":{"budget_ns":100000000,"io":{"command":\#(words),"kind":"command","ns":0,"port":0},"loop":"asyncio"}}"# + "\n"
    let output = try await Tool.output(BuiltBinary.path, ["run-child"], input: line)
    let messages = try output.split(separator: "\n").map { try TelemetryCoding.decode(Array($0.utf8)) }
    #expect(messages.map(\.type) == ["hello", "histogram", "measured"])
    guard case .measured(let measured) = messages.last else { throw Tool.Failure(description: "nothing was measured: \(output)") }
    return measured
  }

  private func expectEnded(_ file: String, least: Int) async throws {
    let pids = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").compactMap { Int32($0) }
    #expect(pids.count >= least)
    for pid in pids { try await Poll.until("process \(pid) is gone") { kill(pid, 0) != 0 } }
  }
}
