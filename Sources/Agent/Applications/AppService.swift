import AppIntake
import Glibc
import Logging
import NIOCore
import NIOPosix
import Scheduling
import ServiceLifecycle
import Settings
import Synchronization
import Telemetry

/// Listens to the probes of applications, and looks at those that are silent. Whatever is wrong with its socket, the agent goes on without it.
struct AppService: Service {
  /// Owner and group may report.
  private static let mode: mode_t = 0o660
  /// Between two looks from outside.
  private static let interval = Duration.seconds(1)
  /// So many looks at the host take all of it.
  private static let thoroughEvery = 5
  /// If a look comes later than this, the agent itself got no core, and silence may be its own.
  private static let tolerance = Duration.milliseconds(1500)
  /// Between two tries to listen.
  private static let pause = Duration.seconds(10)

  private let desk: AppDesk
  private let news: AppNewsDesk
  private let settings: WatchSettings
  private let watchDesk: WatchDesk
  private let runtimeFolder: String?
  private let version: String
  private let connections: Int
  private let loop: any EventLoop
  private let time: any TimeSource
  private let logger: Logger
  private let endpointIsUp: AsyncStream<Void>

  /// - Parameters:
  ///   - watchDesk: what is in force instead of the settings, as soon as that is read.
  ///   - endpointIsUp: yields when the endpoint serves. Why the agent does not start is told alone, and not before.
  ///   - runtimeFolder: what is in `XDG_RUNTIME_DIR`.
  ///   - connections: at the same time, at the most.
  init(
    _ desk: AppDesk, _ news: AppNewsDesk, _ settings: WatchSettings, _ watchDesk: WatchDesk, runtimeFolder: String?,
    version: String, connections: Int, loop: any EventLoop, time: any TimeSource, logger: Logger, endpointIsUp: AsyncStream<Void>
  ) {
    self.desk = desk
    self.news = news
    self.settings = settings
    self.watchDesk = watchDesk
    self.runtimeFolder = runtimeFolder
    self.endpointIsUp = endpointIsUp
    self.version = version
    self.connections = connections
    self.loop = loop
    self.time = time
    self.logger = logger
  }

  func run() async throws {
    try await runUntilShutdown {
      // If it never serves, the agent is on its way out.
      guard await endpointIsUp.first(where: { _ in true }) != nil else { return }
      try await withThrowingDiscardingTaskGroup { group in
        group.addTask { try await listen() }
        group.addTask { try await seeAfter() }
      }
    } atEnd: {
      // Intervals that are going on end here.
      if let last = try? await NIOThreadPool.singleton.runIfActive({ desk.takeNews(isLast: true) }) { news.take(last) }
    }
  }

  // MARK: Listening

  /// Listens as the settings say, and anew if others are read: processes that find no socket any more try again, each second.
  private func listen() async throws {
    var current: WatchSettings? = settings
    while let settings = current {
      current = try await withThrowingTaskGroup(of: WatchSettings?.self) { group in
        defer { group.cancelAll() }
        group.addTask {
          try await listen(settings)
          return nil
        }
        group.addTask { await watchDesk.next(after: settings) }
        return try await group.next() ?? nil
      }
    }
  }

  /// Returns when the agent is to end.
  private func listen(_ settings: WatchSettings) async throws {
    switch settings.socket {
    case .off: break
    case .path(let path): return try await listen(at: path, group: settings.group)
    case .standard:
      if let path = await standardPlace() {
        return try await listen(at: path, group: settings.group)
      }
      logger.info(
        "applications are not watched: the agent may write neither to /run/calcmon nor to the folder in XDG_RUNTIME_DIR; make one, or set watch.socket"
      )
    }
    try await gracefulShutdown()
  }

  private func standardPlace() async -> String? {
    try? await NIOThreadPool.singleton.runIfActive { [runtimeFolder] in AppSocketPlace.standard(runtimeFolder: runtimeFolder) }
  }

  private func listen(at path: String, group: String?) async throws {
    let probe = await layOutProbe(path)
    let server = AppServer(
      path: path, mode: AppService.mode, group: group, greeting: AgentGreeting(version: version, probe: probe),
      connections: connections, loop: loop, time: time
    ) { _ in true }
    var told: String?
    while true {
      do {
        defer { desk.stoppedListening() }
        try await server.run(ready: { logger.info("applications may report", metadata: ["socket": "\(path)"]) }, listener: desk)
      } catch is CancellationError {
        throw CancellationError()
      } catch {
        let text = "\(error)"
        if told != text { logger.warning("applications are not watched: \(text)") }
        told = text
      }
      try Task.checkCancellation()
      try await time.sleep(until: time.uptime + AppService.pause)
    }
  }

  /// Returns the name of its folder.
  private func layOutProbe(_ path: String) async -> String? {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
    do {
      _ = try await NIOThreadPool.singleton.runIfActive { () throws in
        try ProbeLibrary.layOut(below: folder.isEmpty ? "/" : folder)
      }
      return ProbeLibrary.name
    } catch {
      logger.info("calcmon exec brings its own probe: \(error)")
      return nil
    }
  }

  // MARK: Seeing after

  /// As long as an application is known, and not longer: an agent without applications does not wake for this.
  private func seeAfter() async throws {
    for await _ in desk.begun {
      var (last, round) = (time.uptime, 0)
      while desk.goesOn() {
        let isThorough = round.isMultiple(of: AppService.thoroughEvery)
        round += 1
        let isLate = time.uptime - last > AppService.tolerance
        last = time.uptime
        // What blocks here, blocks no one else.
        try await NIOThreadPool.singleton.runIfActive {
          desk.readHosts(isThorough: isThorough)
          if !isLate { desk.lookAtSilent() }
          news.take(desk.takeNews())
        }
        try await time.sleep(until: last + AppService.interval)
      }
    }
    try await gracefulShutdown()
  }
}
