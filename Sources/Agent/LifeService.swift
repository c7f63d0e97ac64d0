import Endpoint
import NIOCore
import Scheduling
import ServiceLifecycle
import ServiceManager

/// Tells the service manager how the agent does: that it serves, that it still turns, that it stops. Starts last and stops first.
struct LifeService: Service {
  /// The service manager; `nil`: nobody wants to be told.
  let manager: NotifySocket?
  /// Between two signs of life; `nil`: nobody waits for them.
  let watchdog: Duration?
  /// Yields when the endpoint serves.
  let endpointIsUp: AsyncStream<String>
  /// The loop whose turning is the sign.
  let loop: any EventLoop
  /// Takes the agent's state: who hangs in there would stop the signs.
  let look: @Sendable () -> Void
  /// Notes that the agent is on its way out.
  let stop: @Sendable () -> Void
  let time: any TimeSource

  func run() async throws {
    try? await cancelWhenGracefulShutdown {
      for await url in endpointIsUp {
        manager?.send(.ready, .status("serves \(url)"))
        break
      }
      try await feed()
    }
    stop()
    manager?.send(.stopping)
  }

  private func feed() async throws {
    guard let manager, let watchdog else { return try await gracefulShutdown() }
    while true {
      try await loop.submit(look).get()
      manager.send(.watchdog)
      try await time.sleep(until: time.uptime + watchdog)
    }
  }
}
