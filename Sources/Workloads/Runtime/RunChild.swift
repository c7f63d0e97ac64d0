import FoundationEssentials
import Glibc
import NIOCore
import NIOPosix
package import Processes
import Procfs
import Samples
import Telemetry

/// The child process of a run in the runtime `swift`: reads its order from standard input, does it, reports on standard output.
package enum RunChild {
  /// Says to a program of the user's own that it is to be such a child.
  package static let argument = "calcmon-child"

  /// Returns when everything was reported.
  ///
  /// - Parameters:
  ///   - version: said in `hello`.
  ///   - worker: starts a worker process of the hybrid strategy.
  package static func run(version: String, worker: Command) async throws {
    try await run(version: version, worker: { _ in worker }, steps: StepCatalog())
  }

  /// The same in a program that knows steps of the user's own.
  ///
  /// - Parameters:
  ///   - version: said in `hello`.
  ///   - worker: starts a worker process for the CPU step of this name; it is empty for calcmon's own computations.
  ///   - problem: why it cannot be used.
  package static func run(
    version: String, worker: (String) -> Command, steps: StepCatalog, problem: String? = nil
  ) async throws {
    // The terminal sends Ctrl-C to all; when this run ends is for its parent to say.
    signal(SIGINT, SIG_IGN)
    let reporter = try Reporter(descriptor: 1)
    do {
      let order = try readOrder()
      reporter.send(.hello(.init(pid: getpid(), version: version)))
      if let problem { throw StepFailure(problem) }
      switch order {
      case .calibrate(let kernels): try calibrate(kernels, reporter)
      case .measure(let measure):
        let group = try EventLoops.one()
        try await StepMeasuring(order: measure, steps: steps, worker: worker(""), group: group).measure { reporter.send($0) }
        try await group.shutdownGracefully()
      case .work(let work):
        var name = ""
        if case .call(.swift(let step)) = work.cpu { name = step }
        try await execute(work, steps: steps, worker: worker(name), reporter)
      }
    } catch {
      reporter.send(.failed(.init(message: "\(error)")))
      await reporter.finish()
      throw error
    }
    await reporter.finish()
  }

  private static func calibrate(_ kernels: [Kernel], _ reporter: Reporter) throws {
    for kernel in kernels {
      reporter.send(
        .calibrated(.init(kernel: kernel.rawValue, operationsPerSecond: try Calibration.operationsPerSecond(kernel))))
    }
  }

  private static func execute(
    _ work: RunOrder.Work, steps: StepCatalog, worker: Command, _ reporter: Reporter
  ) async throws {
    let group = try EventLoops.one()
    let workshop = try await Workshop(work, group: group, steps: steps, worker: worker, proc: .own)
    if work.warmUp > 0 { _ = await workshop.run(work.warmUpPart) { _ in } }

    let spent = await workshop.cpuSpent()
    let before = await workshop.cpuNanosecondsOfPool()
    reporter.send(.started(.init(cpuUserSeconds: spent.userSeconds, cpuSystemSeconds: spent.systemSeconds)))
    var outcome = await workshop.run(work) { reporter.send($0) }
    outcome.result.cpuStepSeconds += Double(await workshop.cpuNanosecondsOfPool() - before) * 1e-9
    for distribution in RunDistribution.allCases {
      guard let histogram = outcome.histograms[distribution] else { continue }
      reporter.send(.histogram(.init(of: distribution, histogram: histogram)))
    }
    try await workshop.close()
    try await group.shutdownGracefully()
    reporter.send(.result(outcome.result))
  }

  private static func readOrder() throws -> RunOrder {
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while read(0, &byte, 1) == 1, byte != UInt8(ascii: "\n") { line.append(byte) }
    do {
      return try RunOrderCoding.decode(line)
    } catch {
      throw RunChildError.noOrder
    }
  }
}

/// The child got nothing to do.
package enum RunChildError: Error, CustomStringConvertible {
  case noOrder

  package var description: String {
    "no run order on standard input; this command is started by calcmon itself, not by hand"
  }
}
