package import Samples
package import Sampling
package import Scheduling
package import Telemetry

/// All applications that are watched: what their processes say goes in, and what is shown comes out. A value without I/O and without a clock.
///
/// Counters are sums over all processes that there ever were, and never fall: a process that ends, or loses its connection, leaves what it has
/// come to. The first snapshot of a process that had begun before it was known here is where its counting begins.
package struct AppBook: Sendable {
  static let mostApps = 64

  private var apps: [String: WatchedApp] = [:]
  /// The applications of connections.
  private var places: [Int: String] = [:]
  private let intervalLength: Duration
  private var pasts: [String: AppPast]
  private static let mostPasts = 256
  /// Processes that were started before are no news; `nil`: all are.
  private let begunTicks: UInt64?
  private var forgotten: [String] = []
  /// Applications that another agent has judged and that have not come yet, and when they are not waited for any more.
  private var expected: Set<String>
  private var expectedUntil: Duration?
  /// Of all applications together.
  private var occurrences = Allowance(mostOccurrences, aMinute: mostOccurrences / 5)
  private static let mostOccurrences = 1000

  /// - Parameters:
  ///   - pasts: what an agent before this one has left, by application.
  ///   - expected: those of them that are judged; one that does not come is forgotten.
  ///   - begunTicks: when this one began, in clock ticks since the boot: processes that were started before were there already. `nil`: none was.
  ///   - intervalSeconds: after so long an interval is cut.
  package init(
    pasts: [String: AppPast] = [:], expected: Set<String> = [], begunTicks: UInt64? = nil,
    intervalSeconds: Double = AppInterval.standardSeconds
  ) {
    self.pasts = pasts
    self.expected = expected
    self.begunTicks = begunTicks
    intervalLength = .seconds(intervalSeconds)
  }

  // MARK: Connections

  /// A process has said who it is.
  ///
  /// A name belongs to the user who came with it first: root may join it, and those of other users are shown under a name with their number.
  ///
  /// - Returns: why it is not watched; `nil`: it is.
  package mutating func opened(
    _ connection: Int, _ hello: AppMessage.Hello, by peer: AppPeerIdentity, at now: Duration
  ) -> AppRefusal? {
    guard let claimed = AppName.clean(hello.app) else { return .nonsense }
    advance(to: now)
    let name = name(claimed, of: peer.uid)
    if apps[name] == nil {
      guard apps.count < AppBook.mostApps || makeRoom() else { return .applications }
      apps[name] = WatchedApp(
        name: name, uid: peer.uid, past: pasts[name], begunTicks: begunTicks, intervalLength: intervalLength)
    }
    if let refusal = apps[name]?.opened(connection, hello, peer, at: now) { return refusal }
    places[connection] = name
    return nil
  }

  private func name(_ claimed: String, of uid: UInt32) -> String {
    guard let app = apps[claimed], app.uid != uid, uid != 0 else { return claimed }
    return AppName.joined(claimed, ".uid\(uid)")
  }

  /// The one that is gone for longest makes room for another.
  private mutating func makeRoom() -> Bool {
    guard let oldest = apps.values.filter({ $0.leftAt != nil }).min(by: { ($0.leftAt ?? .zero) < ($1.leftAt ?? .zero) }) else {
      return false
    }
    forget(oldest)
    return true
  }

  /// A process has said something. Returns whether it is watched.
  package mutating func received(_ connection: Int, _ message: AppMessage, at now: Duration, wall: Timestamp) -> Bool {
    guard let name = places[connection] else { return false }
    // Changed where it is: what is said most often must not have all of it copied.
    if let place = apps.index(forKey: name) { apps.values[place].received(connection, message, at: now, wall: wall) }
    return true
  }

  /// A process has said what cannot be.
  package mutating func dropped(_ connection: Int) {
    guard let name = places[connection] else { return }
    apps[name]?.dropped()
  }

  /// A connection has ended.
  ///
  /// - Parameter isRefused: the agent has ended it: its process is there, and is not watched any more.
  package mutating func closed(_ connection: Int, at now: Duration, isRefused: Bool = false) {
    guard let name = places.removeValue(forKey: connection) else { return }
    apps[name]?.closed(connection, at: now, isRefused: isRefused)
  }

  /// The agent has stopped to listen, and ended all connections: processes that have left a moment ago are there.
  package mutating func stoppedListening() {
    for name in apps.keys { apps[name]?.stoppedListening() }
  }

  // MARK: What is seen from outside

  /// Whether a process is connected.
  package var isWatching: Bool { !places.isEmpty }

  /// For each application that has one, a process that the host is to be read for.
  package var representatives: [(app: String, pid: Int)] {
    apps.values.compactMap { app in app.representative.map { (app.name, $0) } }.sorted { $0.app < $1.app }
  }

  /// A process that the host is to be read for, so that it is known what that took until a stall ended, and since when it is to have been read, by
  /// the agent's clock; `nil` if it was, or no pid of the application is seen from here.
  package func hostWish(of connection: Int, _ stall: AppMessage.Stall) -> (app: String, pid: Int, since: Int64)? {
    guard let name = places[connection], let place = apps.index(forKey: name) else { return nil }
    return apps.values[place].hostWish(of: connection, stall).map { (name, $0.pid, $0.since) }
  }

  /// What the host has taken from an application so far.
  ///
  /// - Parameter isThorough: what is the application's own was read as well; else that is as it was.
  package mutating func hostRead(_ app: String, _ reading: HostReading, isThorough: Bool = true) {
    guard let place = apps.index(forKey: app) else { return }
    apps.values[place].hostRead(reading, isThorough: isThorough)
  }

  /// Processes that should be looked at, since they have been silent.
  package func silent(at now: Duration) -> [(connection: Int, pid: Int)] {
    apps.values.flatMap { app in
      app.processes.compactMap { connection, process in
        process.isSilent(at: now) ? process.peer.pid.map { (connection, $0) } : nil
      }
    }.sorted { $0.0 < $1.0 }
  }

  /// What was seen of one.
  package mutating func looked(_ connection: Int, _ look: AppLook, at now: Duration) {
    guard let name = places[connection] else { return }
    apps[name]?.looked(connection, look, at: now)
  }

  // MARK: What is judged and kept

  /// Whether no application is known, none that is gone among them, and none is expected.
  package var isEmpty: Bool { apps.isEmpty && forgotten.isEmpty && expected.isEmpty }

  /// What is to be read before `cut`, in the order of the names.
  ///
  /// - Parameter isLast: all intervals are cut, since none comes after.
  package func wishes(at now: Duration, isLast: Bool = false) -> [AppWish] {
    apps.values.compactMap { $0.wish(at: now, isLast: isLast) }.sorted { $0.app < $1.app }
  }

  /// Cuts the intervals that are due, and takes out what has happened since that was done last.
  ///
  /// - Parameters:
  ///   - readings: what was wished for, by application.
  ///   - isLast: cuts those that are not due as well.
  package mutating func cut(_ readings: [String: AppReading] = [:], at now: Moment, isLast: Bool = false) -> AppNews {
    advance(to: now.uptime)
    giveUp(at: now.uptime)
    var news = AppNews()
    for name in apps.keys.sorted() { apps[name]?.cut(readings[name], at: now, isLast: isLast, into: &news) }
    limit(&news, at: now.uptime)
    news.forgotten = forgotten.filter { apps[$0] == nil }
    forgotten = []
    return news
  }

  private mutating func giveUp(at now: Duration) {
    guard !expected.isEmpty else { return }
    expected.subtract(apps.keys)
    let until = expectedUntil ?? now + WatchedApp.mourned
    expectedUntil = until
    guard now >= until else { return }
    forgotten += expected.sorted()
    expected = []
  }

  /// Of applications whose names are made up there is no end.
  private mutating func limit(_ news: inout AppNews, at now: Duration) {
    let happened = news.occurrences.sorted { $0.at < $1.at }
    news.occurrences = []
    for occurrence in happened {
      if occurrences.takes(at: now) { news.occurrences.append(occurrence) } else { news.passing.append(occurrence) }
    }
  }

  // MARK: What is shown

  /// Forgets applications that are gone for long.
  package mutating func advance(to now: Duration) {
    for app in apps.values where app.leftAt.map({ now - $0 >= WatchedApp.mourned }) ?? false { forget(app) }
  }

  /// It may come back: then it is in another life.
  private mutating func forget(_ app: WatchedApp) {
    apps[app.name] = nil
    forgotten.append(app.name)
    if pasts[app.name] != nil || pasts.count < AppBook.mostPasts { pasts[app.name] = app.past }
  }

  /// All of them, in the order of their names.
  package func views(at now: Duration) -> [AppView] { apps.values.sorted { $0.name < $1.name }.map { $0.view(at: now) } }

  /// Takes out how late loops were since that was done last, by application.
  package mutating func takeLatencies() -> [String: LatencyHistogram] {
    var taken: [String: LatencyHistogram] = [:]
    for name in apps.keys { taken[name] = apps[name]?.takeLatency() }
    return taken
  }
}
