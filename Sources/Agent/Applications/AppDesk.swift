import AppIntake
import Applications
import Procfs
import Samples
import Sampling
import Scheduling
import Synchronization
import Telemetry

/// The applications that the agent watches: takes what their processes say and what is seen of them from outside, and shows it.
final class AppDesk: AppListener {
  private struct Contents {
    var book: AppBook
    var refusals: [AppRefusal: Int] = [:]
    /// Whether there ever was an application.
    var hasBegun = false
    /// A process is connected, and is seen after.
    var isSeenAfter = false

    mutating func opened(
      _ connection: Int, _ hello: AppMessage.Hello, _ peer: AppPeerIdentity, at now: Duration
    ) -> Bool {
      hasBegun = true
      guard let refusal = book.opened(connection, hello, by: peer, at: now) else { return true }
      refusals[refusal, default: 0] += 1
      return false
    }

    /// Whether it has to be begun now.
    mutating func startsToSeeAfter() -> Bool {
      guard !isSeenAfter, book.isWatching else { return false }
      isSeenAfter = true
      return true
    }
  }

  /// Yields when a process has connected and none was before.
  let begun: AsyncStream<Void>
  private let begin: AsyncStream<Void>.Continuation
  private let contents: Mutex<Contents>
  private let outside: OutsideView
  private let time: any TimeSource

  /// - Parameter inherited: what an agent before this one has left.
  init(proc: ProcTrees, cgroup: ProcRoot, inherited: InheritedApps, time: any TimeSource) {
    let begunTicks = UInt64(max(0, time.sinceBoot / .seconds(1) * ProcessStat.ticksPerSecond))
    let book = AppBook(pasts: inherited.pasts, expected: Set(inherited.intervals.map(\.app)), begunTicks: begunTicks)
    contents = Mutex(Contents(book: book, isSeenAfter: !book.isEmpty))
    outside = OutsideView(proc: proc, cgroup: cgroup)
    self.time = time
    (begun, begin) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    if !book.isEmpty { begin.yield() }
  }

  // MARK: What processes say

  func receive(_ event: AppEvent) -> Bool {
    var identity: AppPeerIdentity?
    switch event.kind {
    case .opened(let hello, let peer): identity = self.identity(of: peer, hello.subject)
    case .message(.stall(let stall)): readHost(of: event.connection, stall)
    default: break
    }
    let isWanted = contents.withLock { contents in
      let now = time.uptime
      switch event.kind {
      case .opened(let hello, _):
        guard let identity else {
          contents.refusals[.user, default: 0] += 1
          return false
        }
        return contents.opened(event.connection, hello, identity, at: now)
      case .message(let message): return contents.book.received(event.connection, message, at: now, wall: time.wall)
      case .dropped: contents.book.dropped(event.connection)
      case .closed(let ending):
        if case .refused = ending { contents.book.dropped(event.connection) }
        contents.book.closed(event.connection, at: now, isRefused: ending != .ended)
      }
      return true
    }
    if case .opened = event.kind, contents.withLock({ $0.startsToSeeAfter() }) { begin.yield() }
    return isWanted
  }

  func refused(_ reason: AppRefusal) { contents.withLock { $0.refusals[reason, default: 0] += 1 } }

  /// All connections were ended by the agent itself.
  func stoppedListening() { contents.withLock { $0.book.stoppedListening() } }

  /// The process that is watched; `nil`: it is another one than the speaker's user may look at, or it is not there.
  private func identity(of peer: AppPeer, _ subject: AppMessage.Subject?) -> AppPeerIdentity? {
    guard let subject else {
      return AppPeerIdentity(pid: peer.pid > 0 ? Int(peer.pid) : nil, uid: peer.uid, startTicks: outside.start(of: peer.pid))
    }
    guard let pid = Int32(exactly: subject.pid), let owner = outside.owner(of: pid), peer.uid == 0 || peer.uid == owner,
      let start = outside.start(of: pid), start == UInt64(subject.startTicks)
    else { return nil }
    return AppPeerIdentity(pid: subject.pid, uid: owner, startTicks: start)
  }

  // MARK: What is seen from outside

  /// Whether an application is known; if none is, nothing is to be looked at before `begun` yields again.
  func goesOn() -> Bool {
    contents.withLock { contents in
      contents.isSeenAfter = !contents.book.isEmpty
      return contents.isSeenAfter
    }
  }

  /// Reads the host for all applications. Blocks for as long as the kernel takes.
  ///
  /// - Parameter isThorough: reads what is each application's own as well; else that is as it was.
  func readHosts(isThorough: Bool) {
    let representatives = contents.withLock { $0.book.representatives }
    guard !representatives.isEmpty else { return }
    let now = time.uptime.wholeNanoseconds
    let stolen = outside.stolenSeconds(at: now)
    for (app, pid) in representatives { read(app, pid, at: now, stolen, isThorough: isThorough) }
  }

  /// A stall is told: what the host took until it ended is to be known. Many are told at once: what one has needed, others need not again.
  private func readHost(of connection: Int, _ stall: AppMessage.Stall) {
    guard let wish = contents.withLock({ $0.book.hostWish(of: connection, stall) }) else { return }
    let now = time.uptime.wholeNanoseconds
    read(wish.app, wish.pid, at: now, outside.stolenSeconds(at: now, notBefore: wish.since), isThorough: true)
  }

  private func read(_ app: String, _ pid: Int, at nanoseconds: Int64, _ stolen: Double?, isThorough: Bool) {
    let throttled = outside.throttledSeconds(of: pid, isThorough: isThorough)
    let reading = HostReading(nanoseconds: nanoseconds, stealSeconds: stolen, throttledSeconds: throttled)
    contents.withLock { $0.book.hostRead(app, reading, isThorough: isThorough) }
  }

  /// Looks at processes that are silent. Blocks for as long as the kernel takes.
  func lookAtSilent() {
    let now = time.uptime
    for (connection, pid) in contents.withLock({ $0.book.silent(at: now) }) {
      guard let look = outside.look(at: pid, now: now) else { continue }
      contents.withLock { $0.book.looked(connection, look, at: now) }
    }
  }

  // MARK: What is judged and kept

  /// Cuts the intervals that are due, and takes out what has happened. Blocks for as long as the kernel takes.
  ///
  /// - Parameter isLast: cuts those that are not due as well, since none comes after.
  func takeNews(isLast: Bool = false) -> AppNews {
    let now = time.moment
    let wishes = contents.withLock { $0.book.wishes(at: now.uptime, isLast: isLast) }
    let readings = Dictionary(wishes.map { ($0.app, outside.reading($0, at: now.uptime)) }) { $1 }
    return contents.withLock { $0.book.cut(readings, at: now, isLast: isLast) }
  }

  // MARK: What is shown

  /// Whether a process is connected: its figures move by themselves.
  var isWatching: Bool { contents.withLock { $0.book.isWatching } }

  /// All applications, in the order of their names.
  var views: [AppView] {
    contents.withLock { contents in
      contents.book.advance(to: time.uptime)
      return contents.book.views(at: time.uptime)
    }
  }

  /// What `/metrics` shows.
  func exposed() -> AppExposure {
    contents.withLock { contents in
      contents.book.advance(to: time.uptime)
      return AppExposure(
        views: contents.book.views(at: time.uptime), latencies: contents.book.takeLatencies(),
        refusals: contents.hasBegun || !contents.refusals.isEmpty ? contents.refusals : nil)
    }
  }
}
