import Glibc
import LoopProbe
import Telemetry

/// What a service is called, and where it tells of itself.
struct ServiceIdentity: Sendable {
  /// Of this library.
  private static let probe = "swift-0.1.0"

  let app: String
  let version: String?
  let socket: String
  /// Tells watchers of one process apart: each counts from 0.
  private var instance: String

  init(app: String, version: String?, socket: String) {
    self.app = AppName.clean(app) ?? "swift"
    self.version = version.map { String($0.prefix(64)) }
    self.socket = socket
    instance = ServiceIdentity.newInstance()
  }

  /// The same service, of which another watcher tells.
  func renewed() -> ServiceIdentity {
    var identity = self
    identity.instance = ServiceIdentity.newInstance()
    return identity
  }

  private static func newInstance() -> String {
    String(MonotonicClock.now(), radix: 16) + String(UInt16.random(in: .min ... .max), radix: 16)
  }

  /// The first line of a connection.
  func hello() -> AppMessage {
    var wall = timespec()
    clock_gettime(CLOCK_REALTIME, &wall)
    return .hello(
      AppMessage.Hello(
        app: app, pid: Int(getpid()), probe: ServiceIdentity.probe, monotonicNs: MonotonicClock.now(),
        wallNs: Int64(wall.tv_sec) * 1_000_000_000 + Int64(wall.tv_nsec), instance: instance, version: version))
  }
}
