import Applications
import Samples
import Scheduling
import Telemetry

/// A book with a clock that a test moves, and processes that say what it wants.
struct BookDriver {
  var book = AppBook()
  var seconds = 1.0
  private var last = 0
  /// What the wall clock says at 0 s.
  var wallSeconds = 1_000_000.0
  /// For how long the machine slept.
  var sleptSeconds = 0.0

  var now: Duration { .seconds(seconds) }

  var moment: Moment {
    Moment(
      wall: Timestamp(milliseconds: Int64(((wallSeconds + seconds + sleptSeconds) * 1000).rounded())), uptime: now,
      sinceBoot: .seconds(seconds + sleptSeconds))
  }

  /// All that came of it since that was asked last.
  private(set) var news = AppNews()
  var occurrences: [AppOccurrence.Kind] { news.occurrences.map(\.kind) }

  /// As the agent does each second.
  mutating func cut(_ readings: [String: AppReading] = [:]) { news = book.cut(readings, at: moment) }

  /// Lets seconds pass, and looks each second. Returns all intervals and occurrences.
  @discardableResult
  mutating func pass(_ count: Int, _ each: (inout BookDriver) -> Void = { _ in }) -> HeardNews {
    var sum = HeardNews()
    for _ in 0..<count {
      seconds += 1
      each(&self)
      cut()
      sum.add(news)
    }
    return sum
  }

  /// A process connects. Returns its connection.
  mutating func open(
    _ app: String = "shop", pid: Int? = 10, start: UInt64? = 100, uid: UInt32 = 1000, instance: String? = nil,
    version: String? = nil
  ) -> Int {
    last += 1
    let hello = AppMessages.hello(
      pid: pid ?? 1, app: app, monotonicNs: Int64(seconds * 1e9), instance: instance, version: version)
    refusal = book.opened(last, hello, by: AppPeerIdentity(pid: pid, uid: uid, startTicks: start), at: now)
    return last
  }

  /// Why the last one is not watched.
  var refusal: AppRefusal?

  mutating func say(_ connection: Int, _ message: AppMessage) {
    isWatched = book.received(connection, message, at: now, wall: moment.wall)
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

/// What came of several looks.
struct HeardNews {
  private(set) var intervals: [AppInterval] = []
  private(set) var stalls: [AppStallEntry] = []
  private(set) var occurrences: [AppOccurrence] = []
  private(set) var passing: [AppOccurrence] = []
  private(set) var forgotten: [String] = []

  mutating func add(_ news: AppNews) {
    intervals += news.intervals
    stalls += news.stalls
    occurrences += news.occurrences
    passing += news.passing
    forgotten += news.forgotten
  }

  var kinds: [AppOccurrence.Kind] { occurrences.map(\.kind) }
}

extension AppView {
  /// CPU seconds, which tests count with.
  var cpu: Double { totals.cpuUserSeconds.rounded() }
}
