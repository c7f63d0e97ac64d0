import CalcmonTesting
import Foundation

/// Debian's chromedriver on a free port. Its browsers end with it, and it ends with whoever started it, however that ends.
final class ChromeDriver: Sendable {
  private let peer: PeerProcess

  var port: Int { peer.port }

  private init(_ peer: PeerProcess) { self.peer = peer }

  /// Starts it, and returns when it listens.
  static func start() async throws -> ChromeDriver {
    // The `cat` ends with the other end of its input, and then the whole group: chromedriver would leave its browsers behind.
    let script = "\"$0\" --port=0 --log-level=SEVERE 2>/dev/null & cat; kill -KILL 0"
    let command = ["setsid", "--wait", "sh", "-c", script, try Tool.find("chromedriver")]
    let peer = try await PeerProcess.start(
      command, telling: .output, port: PeerProcess.port(behind: "started successfully on port "))
    return ChromeDriver(peer)
  }

  func stop() async throws { try await peer.endInput() }
}
