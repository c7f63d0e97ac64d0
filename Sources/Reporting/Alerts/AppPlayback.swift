import Alerting
import Samples

/// What applications did, in order, for a backtest: read piece by piece, since a week of fifty applications is a million intervals.
struct AppPlayback {
  /// One thing that an agent would have heard.
  enum Event {
    case occurrence(AppOccurrence)
    case interval(AppInterval)
    /// A loop that stood for long turns again.
    case turn(app: String, at: Timestamp)
    /// An application has not come back for as long as it is waited for.
    case gone(app: String, at: Timestamp)

    var at: Timestamp {
      switch self {
      case .occurrence(let occurrence): occurrence.at
      case .interval(let interval): interval.endedAt
      case .turn(_, let at), .gone(_, let at): at
      }
    }

    /// Of those at one instant.
    fileprivate var order: Int {
      switch self {
      case .occurrence: 0
      case .interval: 1
      case .turn: 2
      case .gone: 3
      }
    }
  }

  /// In milliseconds.
  private static let piece: Int64 = 6 * 3_600_000

  private let history: PlayedApps
  private let names: [String]
  private let until: Timestamp
  /// Up to here everything was read.
  private var read: Timestamp
  private var waiting: ArraySlice<Event> = []
  /// Loops that stand, with the process of each.
  private var standing: [String: Set<Int>] = [:]
  /// When the newest interval of each application ended that is not gone.
  private var ends: [String: Timestamp] = [:]

  init(_ history: PlayedApps, since: Timestamp, until: Timestamp) throws {
    self.history = history
    self.until = until
    names = try history.names(since, until)
    read = since
  }

  /// What happened until an instant, and was not told yet.
  mutating func next(until instant: Timestamp) throws -> [Event] {
    var events: [Event] = []
    let end = min(instant, until)
    while true {
      let count = waiting.prefix { $0.at <= end }.count
      events += waiting.prefix(count)
      waiting = waiting.dropFirst(count)
      guard waiting.isEmpty, read <= end else { return events }
      try readPiece()
    }
  }

  private mutating func readPiece() throws {
    let last = min(until, Timestamp(milliseconds: read.milliseconds + Self.piece - 1))
    var found: [Event] = []
    for name in names {
      let occurrences = try history.occurrences(name, read, last)
      found += occurrences.map(Event.occurrence) + (try turns(of: name, occurrences, last))
      let intervals = try history.intervals(name, read, last)
      found += intervals.map(Event.interval) + departures(of: name, intervals, last)
    }
    waiting = found.sorted { ($0.at, $0.order) < ($1.at, $1.order) }[...]
    read = Timestamp(milliseconds: last.milliseconds + 1)
  }

  /// An agent forgets an application some time after its last process has left: then its last interval ends.
  private mutating func departures(of app: String, _ intervals: [AppInterval], _ last: Timestamp) -> [Event] {
    var departures: [Event] = []
    func leaves(before instant: Timestamp) {
      guard let end = ends[app] else { return }
      let gone = Timestamp(milliseconds: end.milliseconds + Watch.appPatience)
      guard gone < instant else { return }
      departures.append(.gone(app: app, at: gone))
      ends[app] = nil
    }
    for interval in intervals {
      leaves(before: interval.startedAt)
      ends[app] = interval.endedAt
    }
    leaves(before: last)
    return departures
  }

  /// A loop that stood turned when the stall that it was in ended.
  private mutating func turns(of app: String, _ occurrences: [AppOccurrence], _ last: Timestamp) throws -> [Event] {
    var begun = occurrences.filter { $0.kind == .standing }[...]
    guard !begun.isEmpty || standing[app] != nil else { return [] }
    var turns: [Event] = []
    for stall in try history.stalls(app, read, last).sorted(by: { $0.endedAt < $1.endedAt }) {
      while let next = begun.first, next.at <= stall.endedAt {
        standing[app, default: []].insert(next.pid ?? 0)
        begun.removeFirst()
      }
      guard stall.stall.stall.seconds >= AppOccurrence.longStanding, standing[app]?.remove(stall.pid) != nil else { continue }
      guard standing[app]?.isEmpty ?? true else { continue }
      standing[app] = nil
      turns.append(.turn(app: app, at: stall.endedAt))
    }
    for next in begun { standing[app, default: []].insert(next.pid ?? 0) }
    return turns
  }
}
