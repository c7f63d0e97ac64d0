import Endpoint
import NIOPosix
import Synchronization

/// Computes predictions off the event loops, a few at a time, and gives up what nobody waits for.
struct CalculatorDesk: Sendable {
  /// Others compute already.
  struct Busy: Error {}

  private static let atOnce = 2
  private let gate = Gate(limit: CalculatorDesk.atOnce)

  /// - Parameter body: is told how to ask whether somebody still waits.
  func compute<Result: Sendable>(_ body: @escaping @Sendable (() -> Bool) throws -> Result) async throws -> Result {
    guard let pass = gate.enter() else { throw Busy() }
    defer { withExtendedLifetime(pass) {} }
    let flag = Flag()
    return try await withTaskCancellationHandler {
      try await NIOThreadPool.singleton.runIfActive { try body { flag.isSet.load(ordering: .relaxed) } }
    } onCancel: {
      flag.isSet.store(true, ordering: .relaxed)
    }
  }

  private final class Flag: Sendable {
    let isSet = Atomic(false)
  }
}
