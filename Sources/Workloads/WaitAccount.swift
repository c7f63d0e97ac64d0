/// Keeps account of the time in which items were in flight and none was computing: time lost to waiting for I/O.
struct WaitAccount {
  /// Items started and not ended.
  private(set) var inFlight = 0
  /// Of those, the ones in their CPU step.
  private(set) var computing = 0
  private var waited: Int64 = 0
  private var since: Int64 = 0

  /// Nanoseconds waited until `now`.
  func waited(until now: Int64) -> Int64 {
    waited + (inFlight > 0 && computing == 0 ? max(0, now - since) : 0)
  }

  mutating func itemStarted(at now: Int64) { change(at: now) { $0.inFlight += 1 } }
  mutating func itemEnded(at now: Int64) { change(at: now) { $0.inFlight -= 1 } }
  mutating func computationStarted(at now: Int64) { change(at: now) { $0.computing += 1 } }
  mutating func computationEnded(at now: Int64) { change(at: now) { $0.computing -= 1 } }

  private mutating func change(at now: Int64, _ body: (inout WaitAccount) -> Void) {
    waited = waited(until: now)
    since = now
    body(&self)
  }
}
