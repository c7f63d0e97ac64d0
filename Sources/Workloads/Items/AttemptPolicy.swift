/// What becomes of an item's attempts: which fail or hang on purpose, when they are given up, how long to wait before the next.
struct AttemptPolicy: Sendable {
  /// What is done to an attempt on purpose.
  enum Injection { case none, failure, hang }

  let attempts: Int
  let timeoutNanoseconds: Int64?
  private let backoffNanoseconds: Int64
  private let fail: Double
  private let hang: Double

  init(_ work: RunOrder.Work) {
    attempts = work.attempts
    timeoutNanoseconds = work.timeoutNs
    backoffNanoseconds = work.backoffNs
    fail = work.fail
    hang = work.hang
  }

  /// - Parameter attempt: counted from 1.
  func injection(item: UInt64, attempt: Int) -> Injection {
    guard fail > 0 || hang > 0 else { return .none }
    let chance = ItemChance.of(item, UInt64(attempt))
    return chance < fail ? .failure : chance < fail + hang ? .hang : .none
  }

  /// Nanoseconds to wait before an attempt, the second or a later one: exponential, with jitter that takes away up to half.
  func backoff(item: UInt64, before attempt: Int) -> Int64 {
    let full = Double(backoffNanoseconds) * Double(UInt64(1) << UInt64(min(30, attempt - 2)))
    return Int64(full * (0.5 + 0.5 * ItemChance.of(item, UInt64(1000 + attempt))))
  }
}

/// Why an attempt failed.
enum AttemptError: Error {
  case injected
  case timeout
  case wrongResult
  case wrongAnswer(String)
}
