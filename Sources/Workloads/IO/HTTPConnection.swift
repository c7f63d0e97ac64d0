import Glibc

/// A connection to the step server that is kept alive, for a thread that blocks on it.
///
/// Its descriptor is used by one thread at a time: the pool hands it to one. The few lines of HTTP that it speaks are the step server's.
final class HTTPConnection: IOResource {
  private let descriptor: Int32
  private let request: [UInt8]

  /// - Parameter timeoutNanoseconds: after which a wait for the answer is given up.
  init(port: Int, waiting nanoseconds: Int64, timeoutNanoseconds: Int64?) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    request = Array("GET \(HTTPSteps.path(waiting: nanoseconds)) HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".utf8)
    guard descriptor >= 0 else { throw HTTPConnectionError(what: "socket", errno: errno) }
    if let timeoutNanoseconds { set(SO_RCVTIMEO, to: timeoutNanoseconds) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port).bigEndian)
    address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
    }
    guard connected == 0 else { throw HTTPConnectionError(what: "connect", errno: errno) }
  }

  deinit { close(descriptor) }

  private func set(_ option: Int32, to nanoseconds: Int64) {
    var time = timeval(tv_sec: Int(nanoseconds / 1_000_000_000), tv_usec: Int(nanoseconds % 1_000_000_000 / 1000))
    // All zero would mean: for ever.
    if time.tv_sec == 0, time.tv_usec == 0 { time.tv_usec = 1 }
    setsockopt(descriptor, SOL_SOCKET, option, &time, socklen_t(MemoryLayout<timeval>.size))
  }

  func perform(_ item: UInt64) throws {
    guard send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else {
      throw HTTPConnectionError(what: "send", errno: errno)
    }
    var answer: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 512)
    while !isComplete(answer) {
      let count = recv(descriptor, &chunk, chunk.count, 0)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw HTTPConnectionError(what: "receive", errno: count < 0 ? errno : ECONNRESET) }
      answer += chunk[..<count]
    }
    guard answer.starts(with: "HTTP/1.1 200 ".utf8) else {
      throw AttemptError.wrongAnswer(String(decoding: answer.prefix(16), as: UTF8.self))
    }
  }

  private func isComplete(_ answer: [UInt8]) -> Bool {
    answer.suffix(4 + HTTPSteps.body.utf8.count).elementsEqual("\r\n\r\n\(HTTPSteps.body)".utf8)
  }
}

/// What the kernel said.
struct HTTPConnectionError: Error {
  let what: String
  let errno: Int32
}
