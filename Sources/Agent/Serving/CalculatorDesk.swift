import Endpoint
import NIOPosix
import Synchronization

/// Computes predictions off the event loops, a few at a time, and gives up what nobody waits for.
package struct CalculatorDesk: Sendable {
  /// Others compute already.
  package struct Busy: Error {}
  /// A newer request of the same page has come.
  package struct Overtaken: Error {}

  private static let atOnce = 2
  private let limit = ConcurrencyLimit(CalculatorDesk.atOnce)
  private let pages = Pages()

  /// Nobody is there yet.
  package init() {}

  /// - Parameters:
  ///   - page: who asks; what the same one asked for before is given up. A browser that gives up a request closes its connection, which looks
  ///     as if it had only ended its sending: so that is no sign. `nil`: nothing is given up.
  ///   - body: is told how to ask whether somebody still waits.
  /// - Throws: `Busy`, `Overtaken`, and what the body throws.
  package func compute<Result: Sendable>(
    page: String? = nil, _ body: @escaping @Sendable (() -> Bool) throws -> Result
  ) async throws -> Result {
    let flag = Flag()
    if let page { pages.enter(page, flag) }
    defer { if let page { pages.leave(page, flag) } }
    guard let permit = limit.permit() else { throw Busy() }
    defer { withExtendedLifetime(permit) {} }
    let result = try await withTaskCancellationHandler {
      try await NIOThreadPool.singleton.runIfActive { try body { flag.isSet.load(ordering: .relaxed) } }
    } onCancel: {
      flag.isSet.store(true, ordering: .relaxed)
    }
    if flag.isSet.load(ordering: .relaxed) { throw Overtaken() }
    return result
  }

  private final class Flag: Sendable {
    let isSet = Atomic(false)
  }

  /// The newest request of each page.
  private final class Pages: Sendable {
    private let newest = Mutex<[String: Flag]>([:])

    func enter(_ page: String, _ flag: Flag) {
      newest.withLock { $0.updateValue(flag, forKey: page) }?.isSet.store(true, ordering: .relaxed)
    }

    func leave(_ page: String, _ flag: Flag) {
      newest.withLock { if $0[page] === flag { $0[page] = nil } }
    }
  }
}
