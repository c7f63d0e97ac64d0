import Samples
import Scheduling
import Telemetry

/// What happens to an application: which processes come and go, and in which of its lives it is. A value without a clock.
///
/// A process whose connection ends without a farewell may be back in a moment. Until that is settled it is neither there nor gone.
struct AppChronicle {
  /// A process that has lost its connection is back by then, or gone.
  static let grace = Duration.seconds(3)
  /// The same of one that the agent has closed the door to: it tries again each second, if its loop turns.
  private static let longGrace = Duration.seconds(60)
  /// So many occurrences are kept at once, and a minute.
  private static let most = 20
  private static let mostDepartures = 64
  /// So many are told at once, however many there were.
  private static let mostEvents = 100

  /// A process that went without a farewell.
  struct Departure {
    let key: WatchedProcess.Key
    let at: Duration
    let version: String?
    let stand: AppView.Standing?
    /// Whether the agent has ended the connection, and not the process.
    var isOurs = false

    func isOver(at now: Duration) -> Bool { now - at >= (isOurs ? AppChronicle.longGrace : AppChronicle.grace) }
  }

  /// What happened, and when by the clock that is never set.
  private struct Event {
    let at: Duration
    let kind: AppOccurrence.Kind
    let pid: Int
    let version: String?
    var stand: AppView.Standing?
    var isKept = true
  }

  /// See `AppInterval.life`.
  private(set) var life: Int
  /// Occurrences that were too many to be kept.
  private(set) var leftOut = 0
  private let isKnown: Bool
  private let knownUntilTicks: UInt64?
  private(set) var version: String?
  private var hasBegun = false
  private var departures: [Departure] = []
  private var events: [Event] = []
  private var allowance = Allowance(most, aMinute: most)

  /// - Parameters:
  ///   - past: `nil`: it was never known.
  ///   - begunTicks: when its watching began, in clock ticks since the boot, if nothing better is known.
  init(past: AppPast?, begunTicks: UInt64?) {
    isKnown = past != nil
    knownUntilTicks = past == nil ? begunTicks : past?.knownUntilTicks
    life = past?.life ?? 0
    version = past?.version
  }

  /// Whether processes have left of which it is not known yet whether they are gone.
  var isUnsettled: Bool { !departures.isEmpty }

  // MARK: Processes

  /// A process has connected.
  ///
  /// - Parameters:
  ///   - others: versions of those that are connected beside it.
  mutating func joined(_ process: WatchedProcess, beside others: [String?]) {
    if let place = departures.firstIndex(where: { $0.key == process.key }) {
      departures.remove(at: place)
      return
    }
    let told = process.hello.version
    defer { (version, hasBegun) = (told ?? version, true) }
    if wasThere(process.key) {
      life = max(life, 1)
      pass(Event(at: process.since, kind: .processStarted, pid: process.key.pid, version: told))
      return
    }
    life += 1
    let isKnown = hasBegun || isKnown
    let isDeployed = isKnown && told != nil && version != nil && told != version && !others.contains(told)
    let kind: AppOccurrence.Kind =
      !isKnown ? .started : isDeployed ? .deployed : others.isEmpty ? .restarted : .processStarted
    note(Event(at: process.since, kind: kind, pid: process.key.pid, version: told))
  }

  /// Whether an agent before this one may have known it.
  private func wasThere(_ key: WatchedProcess.Key) -> Bool {
    guard let until = knownUntilTicks, let start = key.startTicks else { return false }
    return start <= until
  }

  /// The connection of a process has ended.
  ///
  /// - Parameters:
  ///   - isLast: none is left.
  ///   - isRefused: the agent has ended it, so the process has done nothing.
  mutating func left(_ process: WatchedProcess, at now: Duration, isLast: Bool, isRefused: Bool) {
    let version = process.hello.version
    guard !process.hasSaidFarewell, !isRefused else {
      let event = Event(at: now, kind: .processEnded, pid: process.key.pid, version: version)
      if process.hasSaidFarewell { note(event) } else { pass(event) }
      if !isLast { life += 1 }
      return
    }
    departures.append(Departure(key: process.key, at: now, version: version, stand: process.stand(at: now)))
    if departures.count > AppChronicle.mostDepartures { bury(departures.removeFirst(), isLast: isLast) }
  }

  /// Those that have not come back are gone.
  mutating func settle(at now: Duration, isEmpty: Bool) {
    for gone in departures.filter({ $0.isOver(at: now) }) { bury(gone, isLast: isEmpty) }
    departures.removeAll { $0.isOver(at: now) }
  }

  /// The agent has stopped to listen: those that have left a moment ago did nothing.
  mutating func stoppedListening() { for index in departures.indices { departures[index].isOurs = true } }

  private mutating func bury(_ departure: Departure, isLast: Bool) {
    if departure.isOurs {
      pass(Event(at: departure.at, kind: .processEnded, pid: departure.key.pid, version: departure.version))
    } else {
      note(
        Event(
          at: departure.at, kind: .processDied, pid: departure.key.pid, version: departure.version, stand: departure.stand))
    }
    if !isLast { life += 1 }
  }

  /// A loop of a process has stood for long.
  mutating func stands(_ process: WatchedProcess, _ stand: AppView.Standing, at now: Duration) {
    note(Event(at: now, kind: .standing, pid: process.key.pid, version: process.hello.version, stand: stand))
  }

  private mutating func note(_ event: Event) {
    guard allowance.takes(at: event.at) else {
      leftOut += 1
      return pass(event)
    }
    events.append(event)
  }

  /// It is judged, and not kept.
  private mutating func pass(_ event: Event) {
    guard events.count < AppChronicle.mostEvents else { return }
    var event = event
    event.isKept = false
    events.append(event)
  }

  // MARK: Taking it out

  /// Takes out what has happened since that was done last.
  mutating func take(of app: String, at now: Moment, into news: inout AppNews) {
    for event in events {
      let occurrence = AppOccurrence(
        app: app, at: now.wall.advanced(bySeconds: -max(0, (now.uptime - event.at) / .seconds(1))), kind: event.kind,
        pid: event.pid, version: event.version, frame: event.stand?.frame, stack: event.stand?.stack ?? [],
        stoodSeconds: event.stand?.seconds)
      if event.isKept { news.occurrences.append(occurrence) } else { news.passing.append(occurrence) }
    }
    events = []
  }
}
