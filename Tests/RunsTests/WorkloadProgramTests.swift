import CalcmonTesting
import Foundation
import Processes
import Runs
import Samples
import Testing
import Workloads

/// A program of the user's own, built with CalcmonWorkload, under the four strategies.
@Suite(.serialized, .timeLimit(.minutes(3))) struct WorkloadProgramTests {
  @Test(arguments: Strategy.allCases)
  func `Every strategy executes its steps`(strategy: Strategy) async throws {
    let record = try await run(mix(io: "wait", cpu: "sum"), strategy)
    let measured = try #require(record.measurements, "\(record.reason ?? "")")
    #expect(measured.result.itemsOk == 40)
    #expect(measured.result.cpuStepSeconds > 0)
    #expect(measured.histograms[.ioStepDuration]?.count == 40)
    #expect((measured.histograms[.ioStepDuration]?.quantile(0) ?? 0) >= 0.002)
  }

  @Test(arguments: Strategy.allCases)
  func `What a step throws is a failed item, and the first is told`(strategy: Strategy) async throws {
    let result = try #require(try await run(mix(cpu: "odd"), strategy).measurements).result
    #expect((result.itemsOk, result.itemsFailed) == (20, 20))
    #expect(result.firstError?.contains("Odd(item: ") ?? false, "\(result.firstError ?? "")")
  }

  @Test func `A step that ends its worker fails its items, and the others go on`() async throws {
    let result = try #require(try await run(mix(cpu: "end"), .hybrid).measurements).result
    #expect(result.itemsFailed >= 1 && result.itemsOk >= 30)
  }

  @Test(arguments: [Strategy.threads, .async])
  func `A step that never ends runs into the item's timeout`(strategy: Strategy) async throws {
    var mix = mix(io: "never", items: 5)
    mix.timeoutSeconds = 0.2
    #expect(try #require(try await run(mix, strategy).measurements).result.itemsTimeout == 5)
  }

  @Test(
    arguments: [
      (nil, "nope", "this program knows no CPU step 'swift:nope'; it knows swift:end, swift:odd, swift:sum"),
      (nil, "wait", "'swift:wait' is no CPU step"), ("sum", nil, "'swift:sum' is no I/O step"),
    ] as [(String?, String?, String)])
  func `A step that it does not know ends the run`(io: String?, cpu: String?, reason: String) async throws {
    let record = try await run(mix(io: io, cpu: cpu), .async)
    #expect(record.outcome == .failed)
    #expect(record.reason?.hasPrefix(reason) ?? false, "\(record.reason ?? "")")
  }

  @Test(arguments: [
    ("/no/such/program", "cannot start /no/such/program: No such file or directory"),
    ("/etc/passwd", "cannot start /etc/passwd: Permission denied"),
    ("/bin/echo", "not a line of telemetry: 'calcmon-child'"), ("/bin/true", "without a result"),
  ])
  func `A program that is none of these ends the run with one clear line`(program: String, reason: String) async throws {
    let record = try await run(mix(cpu: "sum"), .async, by: program)
    #expect(record.outcome == .failed)
    #expect(record.reason?.contains(reason) ?? false, "\(record.reason ?? "")")
  }

  @Test func `Started by hand it says how it is used`() async throws {
    let said = try await Tool.output(Self.program, [])
    #expect(said.contains("calcmon run --runtime swift --child \(Self.program)"))
    #expect(said.contains("--cpu swift:sum") && said.contains("--io swift:wait"))
  }

  // MARK: Support

  private static let program = URL(fileURLWithPath: BuiltBinary.path).deletingLastPathComponent().path + "/sample-workload"

  private func mix(io: String? = nil, cpu: String? = nil, items: Int = 40) -> Mix {
    var mix = Mix(
      name: "x", kind: .mixed, strategies: Strategy.allCases, arrivals: .batch(items: items),
      io: io.map { Mix.IOStep(.call(.swift(name: $0))) }, cpu: cpu.map { Mix.CPUStep(calling: .swift(name: $0)) }, concurrency: 10
    )
    mix.processes = 2
    mix.code = UserCode()
    return mix
  }

  private func run(_ mix: Mix, _ strategy: Strategy, by program: String = program) async throws -> RunRecord {
    var mix = mix
    mix.code?.child = program
    return try await runForReal(mix, strategy, .swift)
  }
}
