import FoundationEssentials
import Glibc
import NIOCore
import NIOPosix
package import Processes
import Samples
import Telemetry

/// The child process of a run: reads its order from standard input, does it, reports on standard output.
package enum RunChild {
  /// Between two ticks of the loop under test.
  package static let tick = Duration.milliseconds(10)

  /// Returns when the result was written.
  ///
  /// - Parameters:
  ///   - version: said in `hello`.
  ///   - worker: starts a worker process of the hybrid strategy.
  package static func run(version: String, worker: Command) async throws {
    let reporter = Reporter(descriptor: 1)
    do {
      try await execute(readOrder(), version: version, worker: worker, reporter: reporter)
    } catch {
      reporter.send(.failed(.init(message: "\(error)")))
      await reporter.finish()
      throw error
    }
    await reporter.finish()
  }

  private static func execute(_ order: RunOrder, version: String, worker: Command, reporter: Reporter) async throws {
    reporter.send(.hello(.init(pid: getpid(), version: version)))
    let operationsPerSecond = order.operationsPerSecond ?? calibrate(reporter)
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let loop = group.next()
    let spawner = Spawner(waiters: order.processes)
    let pool =
      order.strategy == .hybrid
      ? ProcessPool(loop: loop, spawner: spawner, command: worker, replacements: 2 * order.processes) : nil
    try await pool?.start(workers: order.processes)
    let engine = Engine(loop: loop, plan: RunPlan(order, operationsPerSecond: operationsPerSecond), pool: pool)

    let spent = CPUTime.ofThisProcess
    reporter.send(.started(.init(cpuUserSeconds: spent.userSeconds, cpuSystemSeconds: spent.systemSeconds)))
    let outcome = await engine.run(tick: tick) { reporter.send(.progress($0)) }
    for distribution in TelemetryMessage.Distribution.allCases {
      guard let histogram = outcome.histograms[distribution] else { continue }
      reporter.send(.histogram(.init(of: distribution, histogram: histogram)))
    }
    await pool?.stop()
    await spawner.shutDown()
    try await group.shutdownGracefully()
    reporter.send(.result(outcome.result))
  }

  private static func calibrate(_ reporter: Reporter) -> Double {
    let found = Calibration.operationsPerSecond()
    reporter.send(.calibrated(.init(kernel: IntegerKernel.name, operationsPerSecond: found)))
    return found
  }

  private static func readOrder() throws -> RunOrder {
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while read(0, &byte, 1) == 1, byte != UInt8(ascii: "\n") { line.append(byte) }
    do {
      return try JSONDecoder().decode(RunOrder.self, from: Data(line))
    } catch {
      throw RunChildError.noOrder
    }
  }
}

/// The child got nothing to do.
package enum RunChildError: Error, CustomStringConvertible {
  case noOrder

  package var description: String {
    "no run order on standard input; this command is started by 'calcmon agent', not by hand"
  }
}

/// Writes messages from a thread of its own: the loop under test never waits for the pipe.
private struct Reporter: Sendable {
  private let descriptor: Int32
  private let thread = NIOThreadPool(numberOfThreads: 1)

  init(descriptor: Int32) {
    self.descriptor = descriptor
    thread.start()
  }

  func send(_ message: TelemetryMessage) {
    let descriptor = descriptor
    thread.submit { _ in
      guard let line = try? TelemetryCoding.encode(message) else { return }
      var rest = line[...]
      while !rest.isEmpty {
        let written = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        if written < 0, errno == EINTR { continue }
        guard written > 0 else { return }
        rest = rest.dropFirst(written)
      }
    }
  }

  /// Returns when everything was written.
  func finish() async {
    try? await thread.runIfActive {}
    try? await thread.shutdownGracefully()
  }
}
