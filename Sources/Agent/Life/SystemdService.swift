package import NIOCore
package import Scheduling
import ServiceLifecycle
package import ServiceManager

/// Reports to systemd that the agent serves, that it still works, and that it stops. Starts last and stops first.
package struct SystemdService: Service {
  private let manager: NotifySocket?
  private let watchdog: Duration?
  private let endpointIsUp: AsyncStream<String>
  private let loop: any EventLoop
  private let core: AgentCore
  private let time: any TimeSource

  /// - Parameters:
  ///   - manager: `nil` without systemd.
  ///   - watchdog: between two signs of life; `nil` if none are wanted.
  ///   - endpointIsUp: yields the URL when the endpoint serves.
  ///   - loop: its turning is a part of the sign of life.
  ///   - core: its state is the other part.
  package init(
    manager: NotifySocket?, watchdog: Duration?, endpointIsUp: AsyncStream<String>, loop: any EventLoop, core: AgentCore,
    time: any TimeSource
  ) {
    self.manager = manager
    self.watchdog = watchdog
    self.endpointIsUp = endpointIsUp
    self.loop = loop
    self.core = core
    self.time = time
  }

  package func run() async throws {
    try await runUntilShutdown {
      for await url in endpointIsUp {
        manager?.send(.ready, .status("serves \(url)"))
        break
      }
      try await feed()
    } atEnd: {
      core.stop()
      manager?.send(.stopping)
    }
  }

  private func feed() async throws {
    guard let manager, let watchdog else { return try await gracefulShutdown() }
    while true {
      try await loop.submit(core.probe).get()
      manager.send(.watchdog)
      try await time.sleep(until: time.uptime + watchdog)
    }
  }
}
