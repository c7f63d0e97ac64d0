import CalcmonTesting
import Glibc

/// A port whose queue of connections is full and never served: who connects to it gets no answer, as from a host that drops packets.
final class FullListener {
  let port: Int
  private let listener: Int32
  private let waiting: RawPeer

  init() throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        // With a queue of 0 the kernel takes one connection, and no more.
        bind(listener, $0, length) | listen(listener, 0) | getsockname(listener, $0, &length)
      }
    }
    self.listener = listener
    port = Int(UInt16(bigEndian: address.sin_port))
    guard code == 0 else {
      close(listener)
      throw Tool.Failure(description: "no socket that listens: \(String(cString: strerror(errno)))")
    }
    waiting = try RawPeer(port: port)
  }

  deinit { close(listener) }
}
