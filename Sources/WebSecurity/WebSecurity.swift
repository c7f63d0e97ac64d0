package import Logging
import NIOCore
import NIOPosix
package import NIOSSL
package import Samples
package import Scheduling
import Synchronization

/// What protects the endpoint: TLS, users, headers and the rate of requests, as a web configuration file says; certificates and
/// users are exchanged while the agent runs.
///
/// Whatever cannot be loaded leaves in force what was. It is told once for each reason, until all is well again.
package final class WebSecurity: Sendable {
  /// Reads and checks a configuration file; may block. What it throws must tell all that is wrong.
  package typealias Reader = @Sendable (_ file: String) throws -> WebSettings

  /// What became of a configuration.
  package enum Event: Hashable, Sendable {
    /// It is in force.
    ///
    /// - Parameter certificateExpiry: when the server's certificate ends to be valid; `nil` without TLS.
    case loaded(certificateExpiry: Timestamp?)
    /// The files as they are now cannot be used: what was in force before stays.
    case refused(WebSecurityError)
  }

  private struct State {
    var loaded: LoadedWeb
    var observer: @Sendable (Event) -> Void = { _ in }
    /// A change was loaded at the last look. A file that was written again right afterwards may bear the same times, so it is
    /// loaded once more at the next.
    var isSettled = false
    var problem: WebSecurityError?
    var told: Set<String> = []
    var lastLook: Duration
    var isLooking = false
    var limiter: RateLimiter?
  }

  /// Checks who asks; its users are always those of the configuration in force.
  package let authenticator: BasicAuthenticator
  /// Whether TLS is spoken; the same until the end.
  package let usesTLS: Bool
  private let file: String
  private let read: Reader
  private let time: any TimeSource
  private let interval: Duration
  private let logger: Logger
  private let state: Mutex<State>

  private init(
    _ loaded: LoadedWeb, file: String, read: @escaping Reader, time: any TimeSource, interval: Duration, logger: Logger
  ) {
    authenticator = BasicAuthenticator(users: loaded.settings.users)
    usesTLS = loaded.tls != nil
    (self.file, self.read, self.time, self.interval) = (file, read, time, interval)
    self.logger = logger
    let limiter = loaded.settings.rateLimit.map { RateLimiter($0, now: time.uptime) }
    state = Mutex(State(loaded: loaded, lastLook: time.uptime, limiter: limiter))
    tell(loaded.tls?.warnings ?? [])
  }

  /// Loads a configuration for the first time.
  ///
  /// - Parameters:
  ///   - file: the configuration.
  ///   - read: how it is understood.
  ///   - interval: the files are looked at no more often than this.
  /// - Throws: what is wrong and what to do; then nothing must be served.
  package static func start(
    file: String, read: @escaping Reader, time: any TimeSource, interval: Duration = .seconds(1), logger: Logger
  ) async throws(WebSecurityError) -> WebSecurity {
    let now = time.wall
    let result = await onThread { () throws(WebSecurityError) in try LoadedWeb(file: file, read: read, now: now) }
    return WebSecurity(
      try result.get(), file: file, read: read, time: time, interval: interval, logger: logger)
  }

  // MARK: What is in force

  /// For new connections; `nil` without TLS.
  package var context: NIOSSLContext? { state.withLock { $0.loaded.tls?.context } }

  /// Speaks TLS for one new connection, as the configuration in force says; `nil` without TLS. For the connection's event loop.
  package func makeServerHandler() -> NIOSSLServerHandler? {
    guard let tls = state.withLock({ $0.loaded.tls }) else { return nil }
    guard tls.takesAnyCertificate else { return NIOSSLServerHandler(context: tls.context) }
    return NIOSSLServerHandler(context: tls.context) { _, promise in promise.succeed(.certificateVerified) }
  }

  /// Headers for each response, in the order of their names.
  package var headers: [(name: String, value: String)] {
    state.withLock { $0.loaded.settings.headers }.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
  }

  /// Whether one more request may be answered now; those that may not are told 429.
  package func admitsRequest() -> Bool {
    state.withLock { $0.limiter }?.admits(now: time.uptime) ?? true
  }

  /// Why the files as they are now are not in force; `nil` where they are.
  package var problem: WebSecurityError? { state.withLock { $0.problem } }

  // MARK: Changes

  /// Tells somebody what is in force, and from then on what becomes of each change. What cannot be loaded is told at each look.
  package func observe(_ observer: @escaping @Sendable (Event) -> Void) {
    let expiry = state.withLock { state in
      state.observer = observer
      return state.loaded.tls?.expiry
    }
    observer(.loaded(certificateExpiry: expiry))
  }

  /// Looks whether a file has changed, and loads all of them anew if so. Where another look is under way, or was not an interval
  /// ago, it returns at once. Whether they have changed is asked at once,
  /// which takes microseconds; they are read on another thread.
  package func refreshIfChanged() async {
    guard let (loaded, mustLoad) = beginLook() else { return }
    let isOutdated = loaded.isOutdated
    guard mustLoad || isOutdated else { return state.withLock { $0.isLooking = false } }
    let (file, read, now) = (file, read, time.wall)
    let outcome = await Self.onThread { () throws(WebSecurityError) in try LoadedWeb(file: file, read: read, now: now) }
    switch outcome {
    case .success(let change) where (change.tls != nil) != usesTLS: refuse(.needsRestart(!usesTLS))
    case .success(let change): adopt(change, isNew: isOutdated)
    case .failure(let problem): refuse(problem)
    }
  }

  /// The configuration in force, and whether to load it even if no file has changed: it was not loaded well, or may have changed
  /// since.
  private func beginLook() -> (LoadedWeb, mustLoad: Bool)? {
    let now = time.uptime
    return state.withLock { state in
      guard !state.isLooking, now - state.lastLook >= interval else { return nil }
      state.isLooking = true
      state.lastLook = now
      return (state.loaded, state.problem != nil || !state.isSettled)
    }
  }

  private func refuse(_ problem: WebSecurityError) {
    let observer = state.withLock { state in
      state.isLooking = false
      state.problem = problem
      return state.observer
    }
    observer(.refused(problem))
    tell(["the web configuration that is in force stays, for the new one cannot be used: \(problem)"])
  }

  private func adopt(_ loaded: LoadedWeb, isNew: Bool) {
    let (before, wasBroken) = state.withLock { state in
      defer {
        state.loaded = loaded
        state.isSettled = !isNew
        state.problem = nil
        state.isLooking = false
      }
      return (state.loaded.settings, state.problem != nil)
    }
    if before.users != loaded.settings.users { authenticator.replace(users: loaded.settings.users) }
    if before.rateLimit != loaded.settings.rateLimit {
      let limiter = loaded.settings.rateLimit.map { RateLimiter($0, now: time.uptime) }
      state.withLock { $0.limiter = limiter }
    }
    if isNew || wasBroken {
      let observer = state.withLock { state in
        state.told = []
        return state.observer
      }
      observer(.loaded(certificateExpiry: loaded.tls?.expiry))
      logger.info("the web configuration was loaded anew", metadata: ["file": "\(file)"])
    }
    tell(loaded.tls?.warnings ?? [])
  }

  /// Each once, until the next change that works.
  private func tell(_ messages: [String]) {
    for message in messages {
      let isNew = state.withLock { $0.told.insert(message).inserted }
      if isNew { logger.warning("\(message)", metadata: ["file": "\(file)"]) }
    }
  }

  /// On a thread that may wait. The caller's cancellation does not keep it from being done.
  private static func onThread<T: Sendable>(
    _ work: @escaping @Sendable () throws(WebSecurityError) -> T
  ) async -> Result<T, WebSecurityError> {
    await uncancelled {
      (try? await NIOThreadPool.singleton.runIfActive { Result { () throws(WebSecurityError) in try work() } })
        ?? .failure(.ending)
    }
  }
}
