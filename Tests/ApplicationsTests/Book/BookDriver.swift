import Applications
import Samples
import Telemetry

/// A book with a clock that a test moves, and processes that say what it wants.
struct BookDriver {
  var book = AppBook()
  var seconds = 1.0
  private var last = 0

  var now: Duration { .seconds(seconds) }

  /// A process connects. Returns its connection.
  mutating func open(
    _ app: String = "shop", pid: Int? = 10, start: UInt64? = 100, uid: UInt32 = 1000, instance: String? = nil
  ) -> Int {
    last += 1
    let hello = AppMessages.hello(pid: pid ?? 1, app: app, monotonicNs: Int64(seconds * 1e9), instance: instance)
    refusal = book.opened(last, hello, by: AppPeerIdentity(pid: pid, uid: uid, startTicks: start), at: now)
    return last
  }

  /// Why the last one is not watched.
  var refusal: AppRefusal?

  mutating func say(_ connection: Int, _ message: AppMessage) {
    isWatched = book.received(connection, message, at: now, wall: Timestamp(milliseconds: 0))
  }

  /// Whether the one that spoke last is watched.
  var isWatched = false

  mutating func close(_ connection: Int) { book.closed(connection, at: now) }

  func app(_ name: String = "shop") -> AppView? {
    var book = book
    book.advance(to: now)
    return book.views(at: now).first { $0.name == name }
  }

  /// Takes out how often loops were late.
  mutating func takeLateness() -> UInt64? { book.takeLatencies()["shop"]?.count }

  var names: [String] { book.views(at: now).map(\.name) }
}

extension AppView {
  /// CPU seconds, which tests count with.
  var cpu: Double { totals.cpuUserSeconds.rounded() }
}
